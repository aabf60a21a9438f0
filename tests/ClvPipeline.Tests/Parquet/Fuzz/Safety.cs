using System.Diagnostics;
using ClvPipeline.Parquet;

namespace ClvPipeline.Tests.Parquet.Fuzz;

/// <summary>Reads damaged files on a thread of its own: each has to give a result or the one error, in time and without much memory.</summary>
internal sealed class Safety : IDisposable
{
    private const long MostBytes = 256L << 20;
    private const int MostRows = 1 << 20;
    private static readonly TimeSpan MostTime = TimeSpan.FromSeconds(10);
    private readonly ScratchFolder _folder = new();
    private readonly (long[] Longs, double[] Doubles, System.Int128[] Wides, int[] Codes, byte[] Valid) _room = (new long[8192], new double[8192], new System.Int128[8192], new int[8192], new byte[8192]);

    /// <summary>All of what <c>CLV_LONG=1</c> asks for, or what fits into every build.</summary>
    public static int Cases(int always, int long_) => Environment.GetEnvironmentVariable("CLV_LONG") == "1" ? long_ : always;

    /// <summary>Reads every case; returns how many were refused.</summary>
    public int Run(IEnumerable<(string Name, byte[] Bytes)> cases)
    {
        var (refused, current, failure) = (0, "", (string?)null);
        var worker = new Thread(() =>
        {
            foreach (var (name, bytes) in cases)
            {
                current = name;
                var path = _folder.Write("case.parquet", bytes);
                var (clock, before) = (Stopwatch.StartNew(), GC.GetAllocatedBytesForCurrentThread());
                try
                {
                    Drain(path);
                }
                catch (ParquetException e) when (e.File == path)
                {
                    refused++;
                }
                catch (Exception e)
                {
                    failure = $"{name}: {e}";
                    return;
                }
                var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
                // What the clock shows is at least the processor's time.
                if (clock.Elapsed > MostTime || allocated > MostBytes)
                {
                    failure = $"{name}: {clock.Elapsed.TotalSeconds:0.0} s, {allocated >> 20} MB";
                    return;
                }
            }
        }) { IsBackground = true };
        worker.Start();
        for (var last = ""; !worker.Join(3 * MostTime); last = current)
        {
            if (last == current) throw new TimeoutException($"{current} does not return");
        }
        return failure is null ? refused : throw new InvalidOperationException(failure);
    }

    public void Dispose() => _folder.Dispose();

    private void Drain(string path)
    {
        using var file = ParquetFile.Open(path);
        foreach (var column in file.Columns)
        {
            for (var g = 0; g < file.RowGroupCount; g++)
            {
                file.Statistics(g, column);
                if (column.Kind is ParquetKind.Nested or ParquetKind.Unsupported) continue;
                using var reader = file.OpenColumn(g, column);
                // A damaged footer may promise any number of rows, and a few bytes may stand for many: what is asked here is that each step returns.
                for (var rows = 0; rows < MostRows && reader.RowsLeft > 0;)
                {
                    var n = column.Kind switch
                    {
                        ParquetKind.Text or ParquetKind.Binary => reader.ReadCodes(_room.Codes),
                        ParquetKind.Real => reader.Read(_room.Doubles, _room.Valid),
                        ParquetKind.Uuid => reader.Read(_room.Wides, _room.Valid),
                        _ => column.Wide ? reader.Read(_room.Wides, _room.Valid) : reader.Read(_room.Longs, _room.Valid),
                    };
                    if (n <= 0) throw new InvalidOperationException("a reading of no rows");
                    rows += n;
                }
            }
        }
    }
}
