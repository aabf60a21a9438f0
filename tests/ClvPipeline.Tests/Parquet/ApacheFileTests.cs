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

    [SharedReferenceFact]
    public void Every_other_file_is_read_or_refused()
    {
        foreach (var path in Directory.EnumerateFiles(Apache("data"), "*.parquet").Concat(Directory.EnumerateFiles(Apache("bad_data"), "*.parquet")))
        {
            try
            {
                Printing.Read(path);
            }
            catch (ParquetException e)
            {
                Assert.StartsWith(path, e.Message, StringComparison.Ordinal);
            }
        }
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
