using System.Diagnostics;
using ClvPipeline.Parquet;

namespace ClvPipeline.Benchmarks.Decode;

/// <summary>Decodes with our codec, a row group a time and thread.</summary>
internal static class OurDecode
{
    private const int Block = 4096;

    public static Decoded Best(string path, int threads, int rounds)
    {
        var sums = All(path, threads, out _);
        var busiest = double.MaxValue;
        var (cpu, wall) = Measure(rounds, () =>
        {
            All(path, threads, out var most);
            busiest = Math.Min(busiest, most);
        });
        return new(sums, cpu, wall, busiest);
    }

    /// <summary>The CPU seconds of reading alone, or of reading, checking and decompressing every page.</summary>
    public static double Floor(string path, int rounds, bool unpack) => Measure(rounds, () =>
    {
        using var file = ParquetFile.Open(path);
        for (var g = 0; g < file.RowGroupCount; g++)
        {
            foreach (var column in file.Columns)
            {
                using var pages = file.OpenPages(g, column);
                if (unpack) while (pages.Next()) { }
                else pages.SkipAll();
            }
        }
    }).Cpu;

    /// <summary>Bytes allocated for the first half of the row groups, and for all.</summary>
    public static (long Half, long All) Allocated(string path)
    {
        using var file = ParquetFile.Open(path);
        Groups(file, 0, 1);
        var start = GC.GetAllocatedBytesForCurrentThread();
        Groups(file, 0, (file.RowGroupCount + 1) / 2);
        var half = GC.GetAllocatedBytesForCurrentThread() - start;
        start = GC.GetAllocatedBytesForCurrentThread();
        Groups(file, 0, file.RowGroupCount);
        return (half, GC.GetAllocatedBytesForCurrentThread() - start);
    }

    private static Sums All(string path, int threads, out double busiest)
    {
        using var file = ParquetFile.Open(path);
        var (next, total, gate, most) = (-1, default(Sums), new Lock(), 0.0);
        var workers = Enumerable.Range(0, threads).Select(_ => new Thread(() =>
        {
            Sums mine = default;
            var start = ThreadCpu.Seconds;
            for (int g; (g = Interlocked.Increment(ref next)) < file.RowGroupCount;) mine += Groups(file, g, g + 1);
            var spent = ThreadCpu.Seconds - start;
            lock (gate)
            {
                total += mine;
                most = Math.Max(most, spent);
            }
        })).ToList();
        workers.ForEach(worker => worker.Start());
        workers.ForEach(worker => worker.Join());
        busiest = most;
        return total;
    }

    private static Sums Groups(ParquetFile file, int from, int to)
    {
        Sums sums = default;
        for (var g = from; g < to; g++) sums += new Sums(Column(file, g, "id"), Column(file, g, "at"), Column(file, g, "channel"));
        return sums;
    }

    private static Int128 Column(ParquetFile file, int group, string name)
    {
        var column = file.Find(name)!;
        using var reader = file.OpenColumn(group, column);
        return column.Kind == ParquetKind.Text ? Texts(reader) : Numbers(reader);
    }

    private static Int128 Numbers(ColumnReader reader)
    {
        Span<long> values = stackalloc long[Block];
        Span<byte> valid = stackalloc byte[Block];
        Int128 total = 0;
        for (int n; (n = reader.Read(values, valid)) > 0;)
        {
            // Microseconds of 4,096 rows stay below 2^63.
            var sum = 0L;
            foreach (var value in values[..n]) sum += value;
            total += sum;
        }
        return total;
    }

    private static Int128 Texts(ColumnReader reader)
    {
        Span<int> codes = stackalloc int[Block];
        var total = 0L;
        for (int n; (n = reader.ReadCodes(codes)) > 0;)
        {
            var offsets = reader.Values.Offsets;
            var gap = reader.Values.Gap;
            foreach (var code in codes[..n])
            {
                if (code >= 0) total += offsets[code + 1] - gap - offsets[code];
            }
        }
        return total;
    }

    private static (double Cpu, double Wall) Measure(int rounds, Action action)
    {
        action();
        var (cpu, wall) = (double.MaxValue, double.MaxValue);
        for (var round = 0; round < rounds; round++)
        {
            var (before, clock) = (Environment.CpuUsage.TotalTime, Stopwatch.StartNew());
            action();
            wall = Math.Min(wall, clock.Elapsed.TotalSeconds);
            cpu = Math.Min(cpu, (Environment.CpuUsage.TotalTime - before).TotalSeconds);
        }
        return (cpu, wall);
    }
}
