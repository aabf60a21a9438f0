namespace ClvPipeline.Tests.Oracle;

/// <summary>
/// How the rows of a shop are laid out in its sources: shuffled, cut into parts, and each column of each part in one of the types that can hold it.
/// Seed 0 keeps the rows' order and the plainest types. No layout changes what the rows say.
/// </summary>
public sealed record Layout(int Seed = 0, int Parts = 1)
{
    public bool IsPlain => Seed == 0;

    public Random Random(string dataset) => new(HashCode(dataset));

    // string.GetHashCode differs from process to process.
    private int HashCode(string dataset) => dataset.Aggregate(Seed * 31, (hash, letter) => unchecked(hash * 31 + letter));
}
