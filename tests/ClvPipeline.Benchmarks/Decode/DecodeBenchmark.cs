using System.Globalization;
using System.Text;
using ClvPipeline.Parquet;

namespace ClvPipeline.Benchmarks.Decode;

/// <summary>The command <c>decode</c>: rows per CPU second of our codec and of DuckDB, on the same columns of the same files in the same run, on one and two threads.</summary>
internal static class DecodeBenchmark
{
    private static readonly string[] Names = ["duckdb-v1-snappy", "duckdb-v2-snappy", "ours-snappy", "duckdb-v1-zstd", "duckdb-v1-snappy-uuid-text"];

    /// <param name="args"><c>[rows] [rounds] [file.md]</c>; by default 10,000,000 rows, the best of 7 rounds, no file.</param>
    public static int Run(string[] args)
    {
        var rows = args.Length > 0 ? long.Parse(args[0], CultureInfo.InvariantCulture) : 10_000_000;
        var rounds = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 7;
        var folder = Directory.CreateTempSubdirectory("clv-decode-");
        try
        {
            Console.WriteLine($"making files of {rows:N0} rows …");
            DuckDbDecode.Make(folder.FullName, rows);
            OurFile.Write(Path.Combine(folder.FullName, "duckdb-v1-snappy.parquet"), Path.Combine(folder.FullName, "ours-snappy.parquet"));
            var report = new StringBuilder();
            Report(report, folder.FullName, rows, rounds);
            Console.Write(report);
            if (args.Length > 2) File.WriteAllText(args[2], $"{Preface(rows, rounds)}{report}");
            return 0;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void Report(StringBuilder to, string folder, long rows, int rounds)
    {
        to.AppendLine("| file | MB | threads | ours: CPU s | M rows per CPU s | busiest thread s | wall s | DuckDB: CPU s | M rows per CPU s | wall s |");
        to.AppendLine("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |");
        var parts = new StringBuilder();
        foreach (var name in Names)
        {
            var path = Path.Combine(folder, $"{name}.parquet");
            foreach (var threads in new[] { 1, 2 })
            {
                var ours = OurDecode.Best(path, threads, rounds);
                var theirs = DuckDbDecode.Best(path, threads, rounds);
                if (ours.Sums != theirs.Sums) throw new InvalidOperationException($"{name}: we read {ours.Sums}, DuckDB {theirs.Sums}");
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}, {threads} thread(s): {ours.Cpu:0.000} s of CPU, DuckDB {theirs.Cpu:0.000} s"));
                to.AppendLine(CultureInfo.InvariantCulture, $"| {name} | {new FileInfo(path).Length / 1e6:0} | {threads} | {ours.Cpu:0.000} | {rows / ours.Cpu / 1e6:0.0} | {ours.Busiest:0.000} | {ours.Wall:0.000} | {theirs.Cpu:0.000} | {rows / theirs.Cpu / 1e6:0.0} | {theirs.Wall:0.000} |");
            }
            var (bytes, pages) = (OurDecode.Floor(path, rounds, unpack: false), OurDecode.Floor(path, rounds, unpack: true));
            var (half, all) = OurDecode.Allocated(path);
            parts.AppendLine(CultureInfo.InvariantCulture, $"| {name} | {bytes:0.000} | {pages:0.000} | {OurDecode.Best(path, 1, rounds).Cpu:0.000} | {half >> 10} | {all >> 10} |");
        }
        to.AppendLine().AppendLine("Where our time goes on one thread, in CPU seconds (each column includes the one before), and what is allocated:").AppendLine();
        to.AppendLine("| file | reading the bytes | checksums and decompression | values | KB for half of the row groups | KB for all |");
        to.AppendLine("| --- | --- | --- | --- | --- | --- |");
        to.Append(parts);
    }

    private static string Preface(long rows, int rounds) => string.Create(CultureInfo.InvariantCulture, $"""
        # Decoding Parquet

        {rows:N0} rows of (id, timestamp, channel): id one of 3 million 64-bit customers (or a UUID as text), time in microseconds, channel one of nine texts. Every value is
        decoded and summed up, and the sums equal DuckDB's. The best of {rounds} rounds after one to warm up; files in the page cache. CPU is that of the whole process; the busiest thread's CPU is what the wall clock would show on idle cores.
        Machine: {Machine.Description}, DuckDB {DuckDbDecode.Version}; {Machine.Load ?? "an unknown number of"} threads wanted a core in the last minute, ours among them.
        Again: `dotnet run -c Release --project tests/ClvPipeline.Benchmarks -- decode {rows} {rounds} FILE.md`.


        """);
}
