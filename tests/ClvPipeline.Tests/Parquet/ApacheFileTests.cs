using ClvPipeline.Parquet;
using Xunit;

namespace ClvPipeline.Tests.Parquet;

/// <summary>A test that needs the shared reference folder, which holds other people's files and is no part of the repository.</summary>
internal sealed class SharedReferenceFactAttribute : FactAttribute
{
    public SharedReferenceFactAttribute()
    {
        if (ReferenceFiles.Shared is null) Skip = "the shared reference folder is not there (CLV_REFERENCE, or ../shared/reference beside the repository)";
    }
}

/// <summary>The Apache Parquet project's test files (github.com/apache/parquet-testing), read in place.</summary>
public class ApacheFileTests
{
    // Files that DuckDB does not read; what they hold is checked against each other below.
    private static readonly HashSet<string> NotReadByDuckDb =
    [
        "data/byte_stream_split_extended.gzip.parquet", "data/hadoop_lz4_compressed.parquet", "data/hadoop_lz4_compressed_larger.parquet", "data/non_hadoop_lz4_compressed.parquet", "bad_data/ARROW-GH-41321.parquet",
    ];

    // What is damaged, and the words that its refusal must hold. Lists and maps are refused as such.
    private static readonly Dictionary<string, string> Refused = new(StringComparer.Ordinal)
    {
        ["data/datapage_v1-corrupt-checksum.parquet"] = "its checksum does not match",
        ["data/rle-dict-uncompressed-corrupt-checksum.parquet"] = "its checksum does not match",
        ["data/nation.dict-malformed.parquet"] = "goes past the end of its column chunk",
        ["data/repeated_no_annotation.parquet"] = "row group 0 says it has 6 rows of the file's 0",
        ["bad_data/ARROW-GH-41317.parquet"] = "belongs to 'timestampWus_no_tz'",
        ["bad_data/ARROW-GH-47662.parquet"] = "fewer values than it says",
        ["bad_data/ARROW-RS-GH-6229-DICTHEADER.parquet"] = "lies outside of the file",
        ["bad_data/PARQUET-1481.parquet"] = "unknown physical type -7",
    };

    // Spark's year 290000 runs over in DuckDB.
    private const string BeyondDuckDb = "a (INT96), row 5: '9089380393200000000'";

    public static TheoryData<string> Files => ApacheTheoryAttribute.Files;

    [SharedReferenceFact]
    public void Delta_encoded_files_hold_the_expected_values()
    {
        foreach (var name in new[] { "delta_binary_packed", "delta_byte_array", "delta_encoding_required_column" })
        {
            var lines = File.ReadAllLines(Apache("data", $"{name}_expect.csv"));
            var columns = Printing.Read(Apache("data", $"{name}.parquet"), 37).Values.ToList();
            Assert.Equal(lines.Length - 1, columns[0].Count);
            for (var row = 1; row < lines.Length; row++) Assert.Equal(Fields(lines[row]), columns.Select(column => column[row - 1]));
        }
    }

    [SharedReferenceFact]
    public void Split_and_plain_columns_of_the_same_values_are_equal()
    {
        var columns = Printing.Read(Apache("data", "byte_stream_split_extended.gzip.parquet"));
        foreach (var (name, values) in columns.Where(column => column.Key.EndsWith("_plain", StringComparison.Ordinal)))
            Assert.Equal(values, columns[name.Replace("_plain", "_byte_stream_split", StringComparison.Ordinal)]);
    }

    [SharedReferenceFact]
    public void A_wrong_checksum_is_found_and_a_right_one_accepted()
    {
        var error = Assert.Throws<ParquetException>(() => Printing.Read(Apache("data", "datapage_v1-corrupt-checksum.parquet")));
        Assert.Contains("checksum", error.Message, StringComparison.Ordinal);
        Assert.Equal(5120, Printing.Read(Apache("data", "datapage_v1-snappy-compressed-checksum.parquet"))["a"].Count);
        Assert.Equal(1000, Printing.Read(Apache("data", "plain-dict-uncompressed-checksum.parquet"))["long_field"].Count);
    }

    [SharedReferenceFact]
    public void Timestamps_of_96_bits_are_microseconds_since_1970()
    {
        using var file = ParquetFile.Open(Apache("data", "int96_from_spark.parquet"));
        using var reader = file.OpenColumn(0, file.Columns[0]);
        var (values, valid) = (new long[6], new byte[6]);
        Assert.Equal(6, reader.Read(values, valid));
        Assert.True(file.Columns[0].IsInt96);
        Assert.Equal([1_704_141_296_123_456, 1_704_070_800_000_000, 253_402_225_200_000_000, 1_735_599_600_000_000, 0, 9_089_380_393_200_000_000], values);
        Assert.Equal([1, 1, 1, 1, 0, 1], valid);
    }

    [SharedReferenceFact]
    public void Booleans_in_runs_are_read()
    {
        var values = Printing.Read(Apache("data", "rle_boolean_encoding.parquet")).Values.Single();
        Assert.Equal(["true", "false", "", "true", "true"], values.Take(5));
        Assert.Equal(6, values.Count(value => value.Length == 0));
    }

    [ApacheTheory]
    [MemberData(nameof(Files))]
    public void Every_file_reads_as_DuckDB_reads_it_or_is_refused(string name)
    {
        var path = Path.Combine(ApacheTheoryAttribute.Folder!, name);
        List<string> refused = [];
        string? difference = null;
        try
        {
            difference = Peer.Difference(path, refused);
        }
        catch (ParquetException e)
        {
            refused.Add(e.Message);
        }
        catch (InvalidOperationException e) when (NotReadByDuckDb.Contains(name) && e.Message.Contains("Error", StringComparison.Ordinal))
        {
            Assert.All(refused, message => Assert.StartsWith(path, message, StringComparison.Ordinal));
            return;
        }
        if (name != "data/int96_from_spark.parquet") Assert.Null(difference);
        else Assert.StartsWith(BeyondDuckDb, difference, StringComparison.Ordinal);
        Assert.All(refused, message => Assert.StartsWith(path, message, StringComparison.Ordinal));
        if (Refused.TryGetValue(name, out var says)) Assert.NotEmpty(refused);
        Assert.All(refused, message => Assert.Contains(says ?? "in a list or map), and only single values are read", message, StringComparison.Ordinal));
    }

    private static string Apache(params string[] parts) => Path.Combine([ReferenceFiles.Shared!, "parquet", "apache", .. parts]);

    private static IEnumerable<string> Fields(string line)
    {
        // No field of these files holds a quote.
        var (start, quoted) = (0, false);
        for (var i = 0; i <= line.Length; i++)
        {
            if (i < line.Length && line[i] == '"') quoted = !quoted;
            if (i < line.Length && (line[i] != ',' || quoted)) continue;
            yield return line[start..i].Trim('"');
            start = i + 1;
        }
    }
}
