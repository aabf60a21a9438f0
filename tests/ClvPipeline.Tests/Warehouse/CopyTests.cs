using System.Globalization;
using ClvPipeline.Storage;
using ClvPipeline.Tests.Postgres;
using Npgsql;
using Xunit;

namespace ClvPipeline.Tests.Warehouses;

/// <summary>What is copied in is what comes out: Postgres itself reads the bytes that we write.</summary>
public sealed class CopyTests
{
    [PostgresFact]
    public void Every_amount_comes_back_to_the_micro_unit()
    {
        var random = new Random(20_260_630);
        List<Int128> amounts = [0, 1, -1, 99, 100, 101, 9_999, 10_000, 999_999, 1_000_000, -1_000_000, 1_000_001, 9_999_000_000, 10_000_000_000, 10_000_000_100, 999_999_999_999_999_999, -999_999_999_999_999_999];
        for (var i = 0; i < 3_000; i++) amounts.Add(new Int128(0, (ulong)random.NextInt64(1_000_000_000_000_000_000)) / (Int128)Math.Pow(10, random.Next(18)) * (random.Next(2) * 2 - 1) * (Int128)Math.Pow(10, random.Next(3)) % 1_000_000_000_000_000_000);
        var wide = amounts.Concat(Enumerable.Range(0, 3_000).Select(i => amounts[i % amounts.Count] * 10_000_000_000 + i)).Append(Int128.Parse(new string('9', 38), CultureInfo.InvariantCulture)).ToArray();
        var longs = wide.Select(amount => (long)(amount % 1_000_000_000_000_000_000)).ToArray();
        var spec = new TableSpec("t", "", [new("money", ResultKind.Money, ""), new("wide", ResultKind.WideMoney, "")]);
        using var database = new PostgresDatabase();
        database.Execute("create table t (money numeric(18,6), wide numeric(38,6))");
        Copy(database, new ResultTable(spec, wide.Length, [new ResultColumn.Longs(longs), new ResultColumn.Wide(wide)]));
        Assert.Equal(longs.Zip(wide, (money, all) => $"{Exact(money)} {Exact(all)}"), Lines(database, "select money::text || ' ' || wide::text from t"));
    }

    [PostgresFact]
    public void Days_instants_numbers_flags_texts_and_nulls_come_back()
    {
        var spec = new TableSpec("t", "", [new("d", ResultKind.Date, "", true), new("i", ResultKind.Instant, "", true), new("n", ResultKind.Integer, "", true), new("r", ResultKind.Real, "", true), new("b", ResultKind.Boolean, "", true), new("s", ResultKind.Text, "", true)]);
        byte[] known = [1, 1, 0];
        var big = new string('é', 200_000);
        var bytes = System.Text.Encoding.UTF8.GetBytes("" + big);
        using var database = new PostgresDatabase();
        database.Execute("create table t (d date, i timestamptz, n bigint, r float8, b bool, s text)");
        Copy(database, new ResultTable(spec, 3,
        [
            new ResultColumn.Longs([-1, 84_005, 0], known), new ResultColumn.Longs([-1, 1_782_777_600_123_456, 0], known), new ResultColumn.Longs([long.MinValue, long.MaxValue, 0], known),
            new ResultColumn.Reals([double.Epsilon, -1.7976931348623157e308, 0], known), new ResultColumn.Longs([1, 0, 0], known), new ResultColumn.Text([0, 1, -1], bytes, [0, 0, bytes.Length]),
        ]));
        Assert.Equal(
        [
            "1969-12-31 1969-12-31T23:59:59.999999 -9223372036854775808 5E-324 true e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855".ToUpperInvariant(),
            $"2199-12-31 2026-06-30T00:00:00.123456 9223372036854775807 -1.7976931348623157E+308 false {Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(bytes))}".ToUpperInvariant(),
            "",
        ], Lines(database, "set timezone = 'UTC'; select coalesce(upper(d || ' ' || to_char(i, 'YYYY-MM-DD\"T\"HH24:MI:SS.US') || ' ' || n || ' ' || r || ' ' || b || ' ' || encode(sha256(convert_to(s, 'UTF8')), 'hex')), '') from t"));
    }

    private static void Copy(PostgresDatabase database, ResultTable table)
    {
        using var connection = database.Open();
        using var copy = connection.BeginRawBinaryCopy("copy t from stdin (format binary)");
        CopyStream.Write(copy, table, CancellationToken.None);
    }

    private static List<string> Lines(PostgresDatabase database, string sql)
    {
        using var connection = database.Open();
        using var command = new NpgsqlCommand(sql, connection);
        using var reader = command.ExecuteReader();
        List<string> lines = [];
        while (reader.Read()) lines.Add(reader.GetString(0));
        return lines;
    }

    private static string Exact(Int128 micros) => $"{(micros < 0 ? "-" : "")}{Int128.Abs(micros) / 1_000_000}.{Int128.Abs(micros) % 1_000_000:000000}";
}
