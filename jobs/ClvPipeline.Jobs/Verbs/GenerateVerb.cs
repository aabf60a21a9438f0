namespace ClvPipeline.Jobs;

/// <summary><c>clv generate</c>: a synthetic shop to try with.</summary>
internal static class GenerateVerb
{
    public static Verb Create(CliHost host) => new("generate", "Writes a realistic synthetic shop, with its true parameters beside it.",
        ["clv generate --customers 1000 --out shop # a small one; then: clv run --config shop/clv.json", "clv generate --customers 100000 --out big --seed 7 --ids uuid # another shop with the same true parameters"],
        [],
        _ => throw new UsageException("'clv generate' is not wired yet"));
}
