using System.Text.Json.Nodes;
using ClvPipeline.Jobs;
using ClvPipeline.Storage;
using ClvPipeline.Tests.Jobs;
using ClvPipeline.Tests.Postgres;
using ClvPipeline.Tests.Warehouses;
using Xunit;

namespace ClvPipeline.Tests.Golden;

/// <summary>
/// The same inputs as Parquet files and as tables of Postgres, through the program, each into a folder and into a database: what the files give in the folder is what all others are held against.
/// </summary>
internal sealed class SourceAndSink : IDisposable
{
    private const string RunId = "reference";
    private readonly PostgresDatabase _source = new();
    private readonly Dictionary<string, PostgresDatabase> _sinks = new() { ["files"] = new(), ["tables"] = new() };
    private readonly TestShell _shell = new();
    private readonly JsonObject _files = [], _tables = [];

    /// <summary>Where files may be laid.</summary>
    public string Folder => _shell.Folder;

    /// <summary>What the run of both ends gave, as the database has it.</summary>
    public ResultTable Stored(TableSpec spec) => WarehouseTable.Read(new Warehouse("Sink", _sinks["tables"].ConnectionString), RunId, spec);

    /// <summary>A dataset in a file, whose rows are copied into a table.</summary>
    public void Add(string dataset, string path)
    {
        using var connection = _source.Open();
        PostgresShop.Create(connection, dataset, ParquetRows.Of(path));
        _files[dataset] = new JsonObject { ["parquet"] = path };
        _tables[dataset] = new JsonObject { ["postgres"] = dataset, ["connection"] = "Source" };
    }

    /// <summary>A dataset in a file and in a table that is there already, some of whose columns have other names than ours.</summary>
    public void Add(string dataset, string path, string table, params (string Ours, string Theirs)[] columns)
    {
        JsonObject Names() => new(columns.Select(column => KeyValuePair.Create(column.Ours, (JsonNode?)column.Theirs)));
        _files[dataset] = new JsonObject { ["parquet"] = path, ["columns"] = Names() };
        _tables[dataset] = new JsonObject { ["postgres"] = table, ["connection"] = "Source", ["columns"] = Names() };
    }

    /// <summary>Copies a CSV file with names in its first line into a table: the server reads it.</summary>
    public void Copy(string table, string columns, string csv)
    {
        using var connection = _source.Open();
        using (var create = new Npgsql.NpgsqlCommand($"create table {table} ({columns})", connection)) create.ExecuteNonQuery();
        using var copy = connection.BeginTextImport($"copy {table} from stdin (format csv, header)");
        copy.Write(File.ReadAllText(csv));
    }

    /// <summary>Runs both, after a night before where one is asked for, and compares every cell of every table.</summary>
    /// <returns>The result hash of all four.</returns>
    public string Compare(string settings, string? dayBefore = null)
    {
        foreach (var (way, sources) in new[] { ("files", _files), ("tables", _tables) }) Run(way, sources, settings, dayBefore);
        var hashes = new HashSet<string?>();
        foreach (var spec in Tables.All.Concat(Tables.Optional).Append(RunCheckTable.Spec))
        {
            var expected = Comparable(ResultReader.Read(Path.Combine(Folder, "files", "runs", RunId), spec));
            foreach (var (way, database) in _sinks)
            {
                Same($"from {way} to a folder", ResultReader.Read(Path.Combine(Folder, way, "runs", RunId), spec));
                Same($"from {way} to a database", WarehouseTable.Read(new Warehouse("Sink", database.ConnectionString), RunId, spec));
            }

            void Same(string way, ResultTable found)
            {
                var lines = Comparable(found);
                Assert.True(expected.SequenceEqual(lines), $"{spec.Name} {way}: {lines.Except(expected).FirstOrDefault()} instead of {expected.Except(lines).FirstOrDefault()}, {lines.Count} rows of {expected.Count}");
            }
        }

        foreach (var (way, database) in _sinks)
        {
            hashes.Add((string)JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, way, "runs", RunId, "run.json")))!["result_hash"]!);
            hashes.Add((string?)database.Scalar("select result_hash from clv.current_run"));
        }

        return Assert.Single(hashes)!;
    }

    public void Dispose()
    {
        _shell.Dispose();
        _source.Dispose();
        foreach (var sink in _sinks.Values) sink.Dispose();
    }

    private void Run(string way, JsonObject sources, string settings, string? dayBefore)
    {
        var file = JsonNode.Parse(settings)!.AsObject();
        (file["sources"], file["output"]) = (sources.DeepClone(), new JsonObject { ["folder"] = way, ["postgres"] = "Sink", ["customerHorizon"] = true, ["orderValue"] = true, ["report"] = false });
        _shell.Write("clv.json", file.ToJsonString());
        _shell.Variables["CLV__CONNECTIONS__SOURCE"] = _source.ConnectionString;
        _shell.Variables["CLV__CONNECTIONS__SINK"] = _sinks[way].ConnectionString;
        Ok("migrate");
        if (dayBefore is not null) Ok("run", "--run-id", "before", "--as-of", dayBefore);
        Ok("run", "--run-id", RunId);
        Assert.Equal(RunId, _sinks[way].Scalar("select run_id from clv.publication"));
    }

    private void Ok(params string[] arguments) => Assert.True(_shell.Clv(arguments) == ExitCode.Ok, _shell.Error);

    // A rejected row names the file or the table in which it stands, and what is in a file and in its table has one place in both.
    private static List<string> Comparable(ResultTable table)
    {
        if (table.Spec != Tables.RejectedRowTable) return WarehouseRows.Of(table);
        var kept = table.Spec.Columns.Index().Where(column => column.Item.Name != "source").ToList();
        return WarehouseRows.Of(new ResultTable(table.Spec with { Columns = [.. kept.Select(column => column.Item)] }, table.Rows, [.. kept.Select(column => table.Columns[column.Index])]));
    }
}
