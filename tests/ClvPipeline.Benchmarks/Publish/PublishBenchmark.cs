using System.Diagnostics;
using System.Globalization;
using System.Text;
using ClvPipeline.Storage;
using Dapper;
using Npgsql;

namespace ClvPipeline.Benchmarks.Publish;

/// <summary>The command <c>publish</c>: what it costs to bring rows of <c>customer_value</c> into Postgres, beside two ways that a program would otherwise do it.</summary>
internal static class PublishBenchmark
{
    /// <summary>Dapper's inserts are measured on fewer rows: their rate does not depend on the number, and nobody wants to wait for a million.</summary>
    private const int InsertedRows = 50_000, BatchRows = 1_000;

    /// <param name="args"><c>CONNECTION-STRING [rows] [file.md]</c>: an empty database that may be written to; by default 1,000,000 rows.</param>
    public static int Run(string[] args)
    {
        if (args.Length == 0) throw new InvalidOperationException("publish: expected a connection string to an empty database");
        var (warehouse, rows) = (new Warehouse("Benchmark", args[0]), args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 1_000_000);
        Migrator.Apply(warehouse, roles: false);
        var load = Machine.Load;
        using var connection = warehouse.Open();
        var (table, totals) = CustomerRows.Make(rows);
        var layout = TableLayout.Read(connection)["customer_value"];
        Load(1_000, 0); // what the compiler does at first use
        List<(string How, int Rows, double Seconds)> found = [];
        for (var attempt = 1; attempt <= 3; attempt++) found.Add(("publishing: COPY, index, statistics, checks", rows, Load(rows, attempt)));
        found.Add(("COPY alone", rows, Time(() => CopyAlone(connection, table))));
        found.Add(("Npgsql's binary importer, row by row", rows, Time(() => RowWriter.Import(connection, table))));
        found.Add(($"Dapper, one insert of {BatchRows:N0} rows at a time", InsertedRows, Time(() => RowWriter.Insert(connection, table, InsertedRows, BatchRows))));

        var report = new StringBuilder();
        report.AppendLine(CultureInfo.InvariantCulture, $"# Publishing to Postgres\n\nRows of `customer_value` (27 columns) over loopback; server and client share the machine.\nMachine: {Machine.Description}; {load} threads wanted a core in the minute before. Postgres {connection.ExecuteScalar<string>("show server_version")}, fsync {connection.ExecuteScalar<string>("show fsync")}.");
        report.AppendLine("Again: `dotnet run -c Release --project tests/ClvPipeline.Benchmarks -- publish CONNECTION-STRING 1000000 FILE.md`.\n\n| how | rows | s | rows/s | times Dapper |\n| --- | ---: | ---: | ---: | ---: |");
        var dapper = found[^1].Rows / found[^1].Seconds;
        foreach (var (how, n, seconds) in found) report.AppendLine(CultureInfo.InvariantCulture, $"| {how} | {n:N0} | {seconds:0.00} | {n / seconds:N0} | {n / seconds / dapper:0.0} |");
        Console.Write(report);
        if (args.Length > 2) File.WriteAllText(args[2], report.ToString());
        return 0;

        double Load(int n, int attempt)
        {
            var (part, sums) = n == rows ? (table, totals) : CustomerRows.Make(n);
            return Time(() => new RunPart("customer_value", "benchmark", 0, attempt).Load(connection, part, layout, sums, CancellationToken.None));
        }
    }

    private static void CopyAlone(NpgsqlConnection connection, ResultTable table)
    {
        connection.Execute("create table clv_part.copied (like clv.customer_value)");
        using var copy = connection.BeginRawBinaryCopy("copy clv_part.copied from stdin (format binary)");
        CopyStream.Write(copy, table, CancellationToken.None);
    }

    private static double Time(Action action)
    {
        var begun = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(begun).TotalSeconds;
    }
}
