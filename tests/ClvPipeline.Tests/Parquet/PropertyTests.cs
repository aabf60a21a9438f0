using ClvPipeline.Parquet;
using Xunit;

namespace ClvPipeline.Tests.Parquet;

/// <summary>Random tables, written by one side and read by both.</summary>
public class PropertyTests
{
    // Every type that DuckDB writes and a table may have, made from row number i, salt s and hash h.
    private static readonly string[] Columns =
    [
        "(h % 256)::utinyint", "(h % 256 - 128)::tinyint", "(h % 65536)::usmallint", "(h % 65536 - 32768)::smallint", "(h % 4294967296)::uinteger",
        "(h % 4294967296 - 2147483648)::integer", "h::ubigint", "(h // 2 - 4611686018427387904)::bigint", "(i * 17 + s)::bigint", "(h % 40)::bigint",
        "h::double / 977", "(h % 99991)::float / 7", "case when i % 50 = 7 then 'nan'::double else -i end", "(h % 2 = 0)", "(h % 1999 / 10)::decimal(4, 1)",
        "((h % 1999999)::bigint - 999999)::decimal(9, 2)", "((h % 199999999999)::bigint - 99999999999)::decimal(18, 4)", "((h % 199999999999)::bigint - 99999999999)::decimal(38, 10) * 1000003",
        "date '1970-01-01' + (h % 40000 - 20000)::int", "make_timestamp((h % 4000000000000000)::bigint - 1000000000000000)", "make_timestamp(1700000000000000 + i * 1000000)::timestamptz",
        "make_timestamp(1700000000000000 + i * 1000000)::timestamp_ms", "make_timestamp_ns(1700000000000000000 + (h % 1000000000000000)::bigint)", "time '00:00:00' + to_microseconds((h % 86400000000)::bigint)",
        "'channel ' || (h % 9)::varchar", "md5((i + s)::varchar)", "repeat('é', (h % 30)::int)", "case when i < 700 then 'few' else md5(i::varchar) end", "(h::varchar)::blob", "uuid()",
        "case when i % 3 = 0 then 'red' when i % 3 = 1 then 'green' else 'blue' end::enum('red', 'green', 'blue')", "('{\"a\": ' || i::varchar || '}')::json", "null::integer",
        "case when i % 7 = 0 then null else {'a': h::varchar, 'b': case when i % 5 = 0 then null else {'c': i, 'd': 'x'} end} end", "[i, i + 1]", "map {'k': i}",
    ];

    private static int Seeds => Fuzz.Safety.Cases(4, 60);

    [NodeFact]
    public void Tables_of_DuckDB_read_alike_on_both_sides()
    {
        using var folder = new ScratchFolder();
        for (var seed = 1; seed <= Seeds; seed++)
        {
            var random = new Random(seed);
            var path = folder.Path($"{seed}.parquet");
            var nulls = random.Next(4) switch { 0 => 0, 1 => 2, 2 => 30, _ => 95 };
            var picked = Columns.Where(_ => random.Next(2) == 0).Select((sql, c) => $"case when hash(i * 31 + {c}) % 100 < {nulls} then null else {sql} end as c{c}").DefaultIfEmpty("i as c0");
            var codec = new[] { "uncompressed", "snappy", "gzip", "zstd", "brotli", "lz4_raw" }[random.Next(6)];
            var rows = random.Next(5) switch { 0 => 0, 1 => 1, 2 => 100, _ => 6000 };
            DuckDb.Query(
                ReferenceFiles.DuckDb("empty.parquet"),
                $"copy (select {string.Join(", ", picked)} from (select i, s, hash(i + s)::hugeint as h from (select i, {random.Next(1000)} as s from range({rows}) r(i)))) to '{path}' (format parquet, compression {codec}, parquet_version v{random.Next(1, 3)}, row_group_size {random.Next(1, 4) * 2048})");
            List<string> refused = [];
            var difference = Peer.Difference(path, refused);
            Assert.True(difference is null, $"seed {seed}: {difference}");
            Assert.All(refused, message => Assert.Contains("in a list or map", message, StringComparison.Ordinal));
        }
    }

    [NodeFact]
    public void Tables_of_ours_read_alike_on_both_sides()
    {
        using var folder = new ScratchFolder();
        var codecs = Enum.GetValues<ParquetCodec>();
        for (var seed = 1; seed <= Seeds; seed++)
        {
            var random = new Random(seed);
            var path = folder.Path($"{seed}.parquet");
            int[] groups = [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => random.Next(4) == 0 ? random.Next(2) : random.Next(3000))];
            using (var output = File.Create(path)) new SampleTable().Write(output, seed, groups, random.NextDouble() * random.Next(2), new WriteOptions { Codec = codecs[random.Next(codecs.Length)], PageRows = random.Next(1, 2000) });
            var difference = Peer.Difference(path, []);
            Assert.True(difference is null, $"seed {seed}: {difference}");
        }
    }
}
