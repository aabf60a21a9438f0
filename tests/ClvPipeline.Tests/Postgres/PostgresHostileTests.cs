using System.Text;
using ClvPipeline.Storage;
using ClvPipeline.Tests.Laws;
using ClvPipeline.Tests.Parquet.Fuzz;
using Npgsql;
using NpgsqlTypes;
using Xunit;

namespace ClvPipeline.Tests.Postgres;

/// <summary>Strings that were made to break things: stored exactly or rejected with a reason, nothing executed, nothing lost.</summary>
public class PostgresHostileTests
{
    private static readonly string[] Pieces =
    [
        "'", "\"", "''", "\\", "\\'", "$$", "$1", "{0}", "%s", "--", "/*", "*/", ";", "\n", "\r", "\t", "\u202e", "\u200f", "\ufeff", "\u0001", "é", "日本", "😀", "e\u0301", "İ", "=HYPERLINK(\"x\")", "@", "+", "-1",
        "'); drop table hostile; --", "\"; drop table hostile; --", "<script>alert(1)</script>", "../../etc/passwd", "NULL", "null", "NaN", "\\N", "\\.", "(none)", "(unattributed)", "true", "x", "0", "a b", "  ",
    ];

    [PostgresFact]
    public void Hostile_ids_channels_and_campaigns_come_through_exactly_or_are_rejected_with_a_reason()
    {
        using var database = new PostgresDatabase();
        var random = new Random(20261122);
        var rows = Enumerable.Range(0, 100_000).Select(i => (Id: $"{i}{Text(random)}", Channel: Text(random), Campaign: Text(random))).ToList();
        for (var i = 0; i < 20; i++) rows[i * 50] = (rows[i * 50].Id + new string('x', i == 0 ? 1_000_000 : 1_001), "mail", "");
        database.Execute("create table hostile (customer_id text, channel varchar, campaign text, occurred_at timestamptz)");
        using (var connection = database.Open())
        using (var import = connection.BeginBinaryImport("copy hostile from stdin (format binary)"))
        {
            foreach (var (id, channel, campaign) in rows)
            {
                import.StartRow();
                import.Write(id, NpgsqlDbType.Text);
                import.Write(channel, NpgsqlDbType.Varchar);
                import.Write(campaign, NpgsqlDbType.Text);
                import.Write(new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc), NpgsqlDbType.TimestampTz);
            }

            import.Complete();
        }

        var orders = "select customer_id as order_id, customer_id, occurred_at + interval '1 day' as ordered_at, 1.5::numeric as revenue from hostile";
        using var inputs = SourceInputs.Open([Source("touchpoints", "hostile"), Source("orders", orders)], "/", PostgresShop.Connections(database.ConnectionString));
        var settings = new RunSettings { Clv = new ClvSettings { Model = "none", GrossMargin = 1m }, Quality = new QualitySettings { MaxRejectedShare = 1 } };
        var results = Pipeline.Run(inputs.Inputs, settings, new RunRequest("r", new DateOnly(2026, 6, 30)), new RunOptions(2), Silent.Instance, CancellationToken.None);

        Assert.Equal(rows.Where(row => Encoding.UTF8.GetByteCount(row.Id) <= 1000).Select(row => row.Id).Order(StringComparer.Ordinal), Rows.Of(results.Table("customer_value")).Select(row => row["customer_id"]!).Order(StringComparer.Ordinal));
        var rejected = Rows.Of(results.Table("rejected_row")).ToList();
        Assert.Equal(40, rejected.Count);
        Assert.All(rejected, row => Assert.Equal("customer_id longer than 1,000 bytes", row["reason"]!.Replace("order_id", "customer_id", StringComparison.Ordinal)));
        Assert.Equal(rows.Where(row => Encoding.UTF8.GetByteCount(row.Id) <= 1000).Select(row => Name(row.Channel)).Distinct().Order(StringComparer.Ordinal),
            Rows.Of(results.Table("channel_summary")).Select(row => row["channel"]!).Where(channel => channel != "(unattributed)").Distinct().Order(StringComparer.Ordinal));
        Assert.All(results.Check(), check => Assert.True(check.Passed, $"{check}"));
        Assert.Equal((long)rows.Count, database.Scalar("select count(*) from hostile"));
    }

    [PostgresFact]
    public void Hostile_names_of_tables_and_columns_are_quoted_and_never_executed()
    {
        using var database = new PostgresDatabase();
        database.Execute("create table hostile (x int)");
        var random = new Random(7);
        var wrong = 0;
        using var connection = database.Open();
        for (var i = 0; i < Safety.Cases(60, 600); i++)
        {
            // A name of more than 63 bytes is cut off by the server.
            var (schema, table, column) = ($"{i}s{Cut(random)}", $"t{Cut(random)}", $"c{Cut(random)}");
            Run($"create schema {Quoted(schema)}");
            Run($"create table {Quoted(schema)}.{Quoted(table)} as select 7::int8 as {Quoted(column)}, timestamptz '2026-01-01' as occurred_at, 'mail' as channel");
            var source = Source("touchpoints", $"{Quoted(schema)}.{Quoted(table)}") with { Columns = new Dictionary<string, string> { ["customer_id"] = column } };
            Assert.Equal(1, Touches(source));
            // A name that is not there is refused, and no more happens.
            Assert.Throws<BadInputException>(() => Touches(source with { Columns = new Dictionary<string, string> { ["customer_id"] = column + "'); drop table hostile; --" } }));
            wrong += Assert.Throws<BadInputException>(() => Touches(Source("touchpoints", Text(random) + "'); drop table hostile; --"))).Message.Length > 0 ? 1 : 0;
        }

        Assert.True(wrong > 0);
        Assert.Equal(0L, database.Scalar("select count(*) from hostile"));

        int Touches(DatasetSource source)
        {
            using var inputs = SourceInputs.Open([source, Source("orders", "select 1 as order_id, 7::int8 as customer_id, timestamptz '2026-01-02' as ordered_at, 1.5 as revenue")], "/", PostgresShop.Connections(database.ConnectionString));
            using var stream = inputs.Inputs.Touchpoints.Parts[0].Stream();
            var cursor = stream.Open("customer_id");
            var (values, valid) = (new long[8], new byte[8]);
            var rows = stream.Next(8);
            cursor.Read(values.AsSpan(0, rows), valid);
            Assert.Equal(7, values[0]);
            return rows;
        }

        void Run(string sql)
        {
            using var command = new NpgsqlBatch(connection) { BatchCommands = { new NpgsqlBatchCommand(sql) } };
            command.ExecuteNonQuery();
        }
    }

    private static DatasetSource Source(string name, string text) => new(name, "", new Dictionary<string, string>(), null) { Postgres = new PostgresSource(text, PostgresShop.Connection, null) };

    private static string Quoted(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static string Text(Random random) => string.Concat(Enumerable.Range(0, random.Next(1, 6)).Select(_ => Pieces[random.Next(Pieces.Length)]));

    private static string Cut(Random random)
    {
        var text = Text(random);
        while (Encoding.UTF8.GetByteCount(text) > 50) text = text[..(text.Length / 2)].TrimEnd('\ud83d');
        return text;
    }

    // As the contract has it: trimmed, (none) where nothing is left, and reserved names of the data behind a _.
    private static string Name(string text) => text.Trim() is { Length: > 0 } name ? name is "(none)" or "(unattributed)" ? "_" + name : name : "(none)";
}
