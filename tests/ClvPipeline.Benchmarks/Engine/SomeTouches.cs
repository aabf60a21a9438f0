namespace ClvPipeline.Benchmarks.Engine;

/// <summary>Touchpoints as the intake meets them: customers in no order, ten touchpoints each on average, a few hundred pairs of channel and campaign.</summary>
internal static class SomeTouches
{
    public const int Rows = 1 << 20, Customers = Rows / 10, Pairs = 300;

    public static readonly long Start = new DateTimeOffset(2024, 1, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds() * 1000;

    /// <param name="customers">How many customers they are of.</param>
    public static TouchRow<IntegerKey>[] Make(int customers = Customers)
    {
        var random = new Random(1);
        var rows = new TouchRow<IntegerKey>[Rows];
        foreach (ref var row in rows.AsSpan()) row = new(new IntegerKey(random.Next(customers)), Start + random.NextInt64(700L * 86_400_000_000), TouchTag.Of(1 + random.Next(Pairs), 0, hasId: false));
        return rows;
    }
}
