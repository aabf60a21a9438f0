namespace ClvPipeline;

/// <summary>Sums over rows in chunks that do not depend on the number of threads, added in their order: the same bits on one thread and on many.</summary>
internal static class ChunkedSum
{
    private const int Rows = 4096;

    /// <summary>Adds a few sums over rows 0 .. <paramref name="rows"/> − 1 to <paramref name="sums"/>.</summary>
    /// <param name="rows">The number of rows.</param>
    /// <param name="threads">The largest number of threads.</param>
    /// <param name="sums">What to add to.</param>
    /// <param name="add">Adds rows from the first number up to the second to the sums of their chunk.</param>
    /// <param name="cancellation">Stops between chunks.</param>
    public static void Over(int rows, int threads, Span<double> sums, Action<int, int, double[]> add, CancellationToken cancellation)
    {
        var parts = new double[(rows + Rows - 1) / Rows][];
        var width = sums.Length;
        Workers.Run(threads, parts.Length, (_, chunk) =>
        {
            parts[chunk] = new double[width];
            add(chunk * Rows, Math.Min(rows, (chunk + 1) * Rows), parts[chunk]);
        }, cancellation);
        foreach (var part in parts)
            for (var i = 0; i < width; i++) sums[i] += part[i];
    }
}
