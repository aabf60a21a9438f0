using ClvPipeline.Parquet;
using ClvPipeline.Parquet.Encodings;
using ClvPipeline.Parquet.Format;
using ClvPipeline.Parquet.Reading;
using ClvPipeline.Parquet.Writing;
using Xunit;

namespace ClvPipeline.Tests.Parquet;

public class RoundTripTests
{
    [Theory]
    [InlineData(ParquetCodec.Uncompressed, 0.0)]
    [InlineData(ParquetCodec.Uncompressed, 0.3)]
    [InlineData(ParquetCodec.Snappy, 0.0)]
    [InlineData(ParquetCodec.Snappy, 0.01)]
    [InlineData(ParquetCodec.Snappy, 0.5)]
    [InlineData(ParquetCodec.Snappy, 1.0)]
    [InlineData(ParquetCodec.Gzip, 0.2)]
    [InlineData(ParquetCodec.Zstd, 0.1)]
    public void Random_tables_come_back_as_they_were(ParquetCodec codec, double nullShare)
    {
        using var folder = new ScratchFolder();
        for (var seed = 1; seed <= 3; seed++)
        {
            var table = new SampleTable();
            using (var output = File.Create(folder.Path("t.parquet"))) table.Write(output, seed, [1, 0, 3000, 777, 45_000], nullShare, new WriteOptions { Codec = codec, PageRows = seed * 1000 });
            using var file = ParquetFile.Open(folder.Path("t.parquet"));
            Assert.Equal(5, file.RowGroupCount);
            foreach (var column in file.Columns)
            {
                List<object?> found = [];
                for (var g = 0; g < file.RowGroupCount; g++) Read(file, g, column, seed * 999, found);
                Assert.Equal(table.Values[column.Name], found);
            }
        }
    }

    [Fact]
    public void Sorted_numbers_are_written_as_differences_and_hashes_are_not()
    {
        using var folder = new ScratchFolder();
        var random = new Random(12);
        // 32 bits run over between their ends, and so do 64.
        Dictionary<string, long[]> columns = new()
        {
            ["sorted"] = [.. Enumerable.Range(0, 5001).Select(i => 1_700_000_000_000_000 + i * 1_000L + random.Next(900))],
            ["down"] = [.. Enumerable.Range(0, 5001).Select(i => 50_000L - i * 7)],
            ["near the ends"] = [.. Enumerable.Range(0, 5001).Select(i => i % 2 == 0 ? long.MaxValue - random.Next(99) : long.MinValue + random.Next(99))],
            ["hash"] = [.. Enumerable.Range(0, 5001).Select(_ => random.NextInt64(long.MinValue, long.MaxValue))],
        };
        var sizes = new List<long>();
        foreach (var (name, values) in columns)
        {
            var path = folder.Write("t.parquet", SampleTable.Write(values, ParquetCodec.Uncompressed));
            sizes.Add(new FileInfo(path).Length);
            Assert.Equal(values.Select(v => v.ToString(System.Globalization.CultureInfo.InvariantCulture)), Printing.Read(path, 333)["n"]);
        }
        Assert.All(sizes[..3], size => Assert.InRange(size, 0, 8 * 5001 / 2));
        Assert.InRange(sizes[3], 8 * 5001, 9 * 5001);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(129)]
    [InlineData(1000)]
    public void Differences_of_either_width_come_back(int count)
    {
        var random = new Random(count);
        foreach (var size in new[] { 4, 8 })
        {
            for (var width = 0; width <= 8 * size; width++)
            {
                var values = new long[count];
                for (var i = 0; i < count; i++) values[i] = width == 0 ? 5 : random.NextInt64(long.MinValue, long.MaxValue) >> (64 - Math.Min(width, 8 * size));
                var sink = new ByteSink();
                DeltaWriter.Write(values, size, sink);
                var length = sink.Length;
                sink.Take(PooledBytes.Slack);
                var numbers = new DeltaNumbers(new Place("x"));
                var slice = new Slice(sink.Array, 0, length);
                numbers.Start(slice, count);
                Assert.Equal(length, numbers.End());
                var found = new long[count];
                numbers.Read(found);
                if (size == 4) for (var i = 0; i < count; i++) found[i] = (int)found[i];
                Assert.Equal(values, found);
            }
        }
    }

    [Fact]
    public void The_same_input_gives_the_same_bytes()
    {
        byte[] Bytes()
        {
            using var output = new MemoryStream();
            new SampleTable().Write(output, 5, [2000, 100], 0.1, new WriteOptions { Metadata = new Dictionary<string, string> { ["b"] = "2", ["a"] = "1" } });
            return output.ToArray();
        }
        Assert.Equal(Bytes(), Bytes());
    }

    [Fact]
    public void Metadata_and_fingerprint_come_back()
    {
        using var folder = new ScratchFolder();
        using var output = new MemoryStream();
        new SampleTable().Write(output, 5, [10], 0, new WriteOptions { Metadata = new Dictionary<string, string> { ["run"] = "7", ["é"] = "Ω" } });
        using var file = ParquetFile.Open(folder.Write("t.parquet", output.ToArray()));
        Assert.Equal("7", file.Metadata["run"]);
        Assert.Equal("Ω", file.Metadata["é"]);
        Assert.Equal("ClvPipeline version 0.1.0", file.CreatedBy);
        Assert.NotEqual(0u, file.FooterChecksum);
    }

    [Fact]
    public void A_file_that_was_not_closed_is_no_file()
    {
        using var folder = new ScratchFolder();
        using var output = new MemoryStream();
        using (var writer = new ParquetWriter(output, [new("n", WriteType.Int64)]))
        {
            writer.BeginRowGroup(3);
            writer.Write([1L, 2, 3]);
        }
        Assert.Throws<ParquetException>(() => ParquetFile.Open(folder.Write("t.parquet", output.ToArray())));
    }

    [Fact]
    public void The_writer_refuses_what_does_not_fit()
    {
        using var output = new MemoryStream();
        using var writer = new ParquetWriter(output, [new("day", WriteType.Date), new("amount", WriteType.Decimal, false, 5, 2), new("text", WriteType.Text)]);
        writer.BeginRowGroup(1);
        Assert.Throws<ArgumentException>(() => writer.Write([1L, 2]));
        Assert.Throws<ArgumentException>(() => writer.Write([1L << 31]));
        Assert.Throws<ArgumentException>(() => writer.Write([1L], [0]));
        Assert.Throws<InvalidOperationException>(() => writer.Write([1.5]));
        writer.Write([1L]);
        Assert.Throws<ArgumentException>(() => writer.Write([100_000L]));
        writer.Write([-99_999L]);
        Assert.Throws<InvalidOperationException>(writer.Close);
        Assert.Throws<ArgumentException>(() => writer.Write([null]));
        writer.Write(["x"]);
        Assert.Throws<InvalidOperationException>(() => writer.Write([1L]));
        writer.Close();
    }

    [Fact]
    public void Columns_are_read_side_by_side_by_several_threads()
    {
        using var folder = new ScratchFolder();
        var table = new SampleTable();
        using (var output = File.Create(folder.Path("t.parquet"))) table.Write(output, 9, [20_000], 0.1, new WriteOptions());
        using var file = ParquetFile.Open(folder.Path("t.parquet"));
        Parallel.ForEach(file.Columns, new ParallelOptions { MaxDegreeOfParallelism = 4 }, column =>
        {
            List<object?> found = [];
            Read(file, 0, column, 333, found);
            Assert.Equal(table.Values[column.Name], found);
        });
    }

    internal static void Read(ParquetFile file, int group, ParquetColumn column, int block, List<object?> into)
    {
        using var reader = file.OpenColumn(group, column);
        var (longs, doubles, wides, codes, valid) = (new long[block], new double[block], new System.Int128[block], new int[block], new byte[block]);
        while (reader.RowsLeft > 0)
        {
            if (column.Kind == ParquetKind.Text)
            {
                var n = reader.ReadCodes(codes);
                for (var i = 0; i < n; i++) into.Add(codes[i] < 0 ? null : System.Text.Encoding.UTF8.GetString(reader.Values[codes[i]]));
            }
            else if (column.Kind == ParquetKind.Real)
            {
                Add(doubles, reader.Read(doubles, valid));
            }
            else if (column.Wide || column.Kind == ParquetKind.Uuid)
            {
                Add(wides, reader.Read(wides, valid));
            }
            else
            {
                Add(longs, reader.Read(longs, valid));
            }
        }

        void Add<T>(T[] values, int n) where T : struct
        {
            for (var i = 0; i < n; i++)
            {
                Assert.True(valid[i] == 1 || values[i].Equals(default(T)));
                into.Add(valid[i] == 0 ? null : values[i]);
            }
        }
    }
}
