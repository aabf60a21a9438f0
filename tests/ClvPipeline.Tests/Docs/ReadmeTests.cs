using System.Text.RegularExpressions;
using ClvPipeline.Jobs;
using ClvPipeline.Parquet;
using Xunit;

namespace ClvPipeline.Tests.Docs;

/// <summary>What the README says to type is typed, and what it says comes out does.</summary>
public sealed class ReadmeTests : IDisposable
{
    private readonly ReadmeShell _shell = new();

    public void Dispose() => _shell.Dispose();

    [Fact]
    public void Every_command_works_in_the_order_of_the_page()
    {
        WriteOwnShop();
        var typed = 0;
        foreach (var block in Readme.Blocks("sh"))
        {
            _shell.Home();
            foreach (var line in block.Split('\n'))
            {
                var code = _shell.Type(line);
                Assert.True(code is null or ExitCode.Ok, $"{line}: {code}\n{_shell.Error}");
                if (code is not null) typed++;
            }
        }

        Assert.Equal(6, typed);
    }

    [Fact]
    public void The_printed_table_is_that_of_the_sample()
    {
        _shell.Type(Readme.Blocks("sh")[0].Trim());
        var lines = _shell.Out.Split('\n');
        // The line of the run tells its time and the others of where the results are: they differ from run to run.
        var second = Array.FindIndex(lines, line => line.StartsWith("order (", StringComparison.Ordinal));
        var summary = Array.FindIndex(lines, line => line.StartsWith("Run ", StringComparison.Ordinal));
        var results = Array.FindIndex(lines, line => line.StartsWith("Results: ", StringComparison.Ordinal));
        Readme.Holds("run", Block([.. lines[..second], "…", .. lines[(summary + 1)..results], .. lines[(results + 2)..^1]]));
    }

    [Fact]
    public void The_printed_segments_are_those_of_the_sample()
    {
        _shell.Type(Readme.Blocks("sh")[0].Trim());
        var lines = _shell.Out.Split('\n');
        var first = Array.FindIndex(lines, line => line.StartsWith("Customers by segment", StringComparison.Ordinal));
        Readme.Holds("segments", Block([.. lines[first..].TakeWhile(line => line.Length > 0)]));
    }

    [Fact]
    public void The_explained_customer_is_that_of_the_sample()
    {
        _shell.Type(Readme.Blocks("sh").Single(block => block.StartsWith("clv explain", StringComparison.Ordinal)).Trim());
        var lines = _shell.Out.TrimEnd('\n').Split('\n');
        var touches = Array.FindIndex(lines, line => line.StartsWith("   10 ", StringComparison.Ordinal) || line.StartsWith("    4 ", StringComparison.Ordinal));
        var rows = Array.FindIndex(lines, line => line.StartsWith("Order rows", StringComparison.Ordinal));
        Readme.Holds("explain", Block([.. lines[..(touches + 1)], "…", "", .. lines[rows..]]));
    }

    [Fact]
    public void Every_example_of_settings_is_right()
    {
        var examples = Readme.Blocks("json");
        Assert.Equal(4, examples.Count);
        foreach (var example in examples)
        {
            File.WriteAllText(Path.Combine(_shell.Folder, "example.json"), example);
            Assert.NotNull(ClvSettingsFile.Load("example.json", new Dictionary<string, string> { ["CLV__CONNECTIONS__WAREHOUSE"] = "Host=db.example.com" }, [], _shell.Folder));
        }
    }

    /// <summary>Every message of the table is provoked; the other way round, every row of the table is met.</summary>
    [Fact]
    public void Every_message_reads_as_the_page_says()
    {
        const string sample = "--config sample-data/clv.json";
        _shell.Type($"clv run {sample} --run-id once");
        Directory.CreateDirectory(Path.Combine(_shell.Folder, "bad"));
        File.WriteAllText(Path.Combine(_shell.Folder, "bad", "clv.json"), """{ "currency": }""");
        Directory.CreateDirectory(Path.Combine(_shell.Folder, "asks"));
        File.WriteAllText(Path.Combine(_shell.Folder, "asks", "clv.json"), """{ "sources": { "touchpoints": { "parquet": "t" }, "orders": { "postgres": "crm.orders", "connection": "Warehouse" } } }""");
        Directory.CreateDirectory(Path.Combine(_shell.Folder, "cut"));
        foreach (var file in Directory.GetFiles(Path.Combine(_shell.Folder, "sample-data"))) File.Copy(file, Path.Combine(_shell.Folder, "cut", Path.GetFileName(file)));
        File.WriteAllBytes(Path.Combine(_shell.Folder, "cut", "orders.parquet"), File.ReadAllBytes(Path.Combine(_shell.Folder, "cut", "orders.parquet"))[..5_000]);
        string[] commands =
        [
            "clv run", $"clv run {sample} --set clv.grosMargin=0.4", "cd bad", "clv run", "cd ..", $"clv run {sample} --set attribution.models.position_based.first=0.9",
            $"clv run {sample} --set sources.identities=x", $"clv run {sample} --set sources.orders.parquet=none/*.parquet", $"clv run {sample} --set sources.orders.columns.revenue=net",
            $"clv validate {sample} --set sources.orders.columns.revenue=sales_channel", "clv validate --config asks/clv.json", "clv run --config cut/clv.json", $"clv run {sample} --set clv.grossMargin=null",
            $"clv explain {sample} --customer 99999", $"clv run {sample} --set quality.maxRejectedShare=0", $"clv run {sample} --as-of 1999-12-31", $"clv run {sample} --run-id once",
        ];
        var met = commands.Select(command => (Code: _shell.Type(command), _shell.Error)).Where(said => said.Code is not null).ToList();
        var rows = Readme.Table("| message | code | what it means |");
        Assert.Equal(rows.Count, met.Count);
        foreach (var row in rows)
        {
            var pattern = string.Join(".*", Readme.Plain(row[0]).Split('…').Select(Regex.Escape));
            Assert.True(met.Exists(said => $"{said.Code}" == row[1] && Regex.IsMatch(said.Error, pattern)), $"{row[0]}\n{string.Join('\n', met)}");
        }
    }

    private static string Block(string[] lines) => $"\n```text\n{string.Join('\n', lines)}\n```\n\n";

    /// <summary>The shop that the example of settings describes: other names for our columns.</summary>
    private void WriteOwnShop()
    {
        var folder = Path.Combine(_shell.Folder, "my-shop");
        Directory.CreateDirectory(Path.Combine(folder, "touchpoints"));
        File.WriteAllText(Path.Combine(folder, "clv.json"), Readme.Blocks("json")[0]);
        var at = (long)(new DateTime(2026, 6, 1, 0, 0, 0, DateTimeKind.Utc) - DateTime.UnixEpoch).TotalMicroseconds;
        using var touches = File.Create(Path.Combine(folder, "touchpoints", "june.parquet"));
        using (var writer = new ParquetWriter(touches, [new("client_no", WriteType.Int64), new("visited_at", WriteType.TimestampMicrosUtc), new("medium", WriteType.Text)]))
        {
            writer.BeginRowGroup(2);
            writer.Write([1L, 1L]);
            writer.Write([at, at + 1]);
            writer.Write([0, 1], "mailweb"u8, [0, 4, 7]);
            writer.Close();
        }

        using var orders = File.Create(Path.Combine(folder, "orders.parquet"));
        using (var writer = new ParquetWriter(orders, [new("order_id", WriteType.Int64), new("client_no", WriteType.Int64), new("ordered_at", WriteType.TimestampMicrosUtc), new("net_amount", WriteType.Int64)]))
        {
            writer.BeginRowGroup(1);
            writer.Write([1L]);
            writer.Write([1L]);
            writer.Write([at + 2]);
            writer.Write([100L]);
            writer.Close();
        }
    }
}
