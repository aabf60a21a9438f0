namespace ClvPipeline.Tests.Oracle;

/// <summary>Draws amounts of one style for a shop: cents, micro-units, or doubles that no decimal holds.</summary>
public sealed class RandomMoney(Random random, decimal maxAmount)
{
    private readonly int style = random.Next(4);

    /// <summary>Amounts have to be kept as doubles.</summary>
    public bool IsReal => style == 3;

    /// <summary>An amount above zero.</summary>
    public double Next() => random.Next(25) switch
    {
        0 => 0.000001,
        1 => 0.000003,
        2 => (double)(maxAmount - 0.000001m),
        3 => IsReal ? 0.0000004 : 1, // less than half a micro-unit is nothing
        _ => Rounded(random.NextDouble() * (random.Next(5) == 0 ? 5_000 : 100) + 0.01),
    };

    /// <summary>A part of an amount, in the shop's style.</summary>
    public double Part(double amount, double part) => Rounded(amount * part);

    private double Rounded(double amount) => style switch
    {
        0 or 1 => Math.Round(amount, 2),
        2 => Math.Round(amount, 6),
        _ => amount,
    };
}
