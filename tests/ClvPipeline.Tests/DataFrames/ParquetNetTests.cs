using ClvPipeline.Parquet;
using ClvPipeline.Tests.Parquet;
using global::Parquet;
using Xunit;

namespace ClvPipeline.Tests.DataFrames;

/// <summary>Random tables, all types, both ways: a third program besides DuckDB that agrees with our codec.</summary>
public sealed class ParquetNetTests
{
    private static readonly int Seeds = Environment.GetEnvironmentVariable("CLV_LONG") == "1" ? 120 : 12;

    [Fact]
    public async Task What_we_write_is_what_Parquet_Net_reads()
    {
        using var folder = new ScratchFolder();
        var codecs = Enum.GetValues<ParquetCodec>();
        for (var seed = 1; seed <= Seeds; seed++)
        {
            var table = Random(seed, out var random);
            table.WriteOurs(folder.Path("t.parquet"), new WriteOptions { Codec = codecs[random.Next(codecs.Length)], PageRows = random.Next(1, 2000) });
            Equal(seed, table.Groups, await PeerTable.ReadTheirs(folder.Path("t.parquet")));
        }
    }

    [Fact]
    public async Task What_Parquet_Net_writes_is_what_we_read()
    {
        using var folder = new ScratchFolder();
        CompressionMethod[] methods = [CompressionMethod.None, CompressionMethod.Snappy, CompressionMethod.Gzip, CompressionMethod.Brotli, CompressionMethod.Zstd, CompressionMethod.Lz4Raw];
        for (var seed = 1; seed <= Seeds; seed++)
        {
            var table = Random(seed, out var random);
            await table.WriteTheirs(folder.Path("t.parquet"), methods[seed % methods.Length]);
            Equal(seed, table.Groups, Ours(folder.Path("t.parquet")));
        }
    }

    private static PeerTable Random(int seed, out Random random)
    {
        random = new Random(seed);
        var some = random;
        return new PeerTable(seed, [.. Enumerable.Range(0, some.Next(1, 4)).Select(_ => some.Next(4) == 0 ? some.Next(1, 3) : some.Next(1, 3000))], some.Next(3) switch { 0 => 0, 1 => 0.02, _ => some.NextDouble() });
    }

    private static List<Dictionary<string, object?[]>> Ours(string path)
    {
        using var file = ClvPipeline.Parquet.ParquetFile.Open(path);
        return [.. Enumerable.Range(0, file.RowGroupCount).Select(group => file.Columns.ToDictionary(column => column.Name, column =>
        {
            List<object?> found = [];
            RoundTripTests.Read(file, group, column, 777, found);
            return found.ToArray();
        }))];
    }

    private static void Equal(int seed, IReadOnlyList<Dictionary<string, object?[]>> written, IReadOnlyList<Dictionary<string, object?[]>> read)
    {
        Assert.Equal(written.Count, read.Count);
        foreach (var (ours, theirs, g) in written.Zip(read, Enumerable.Range(0, written.Count)))
            foreach (var column in ours.Keys) Assert.True(ours[column].SequenceEqual(theirs[column]), $"seed {seed}, row group {g}, column {column}");
        Assert.All(read, group => Assert.Equal(written[0].Keys.Order(), group.Keys.Order()));
    }
}
