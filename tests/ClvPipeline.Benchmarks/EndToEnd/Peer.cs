namespace ClvPipeline.Benchmarks;

/// <summary>DuckDB, on two threads, in a Node.js process of its own.</summary>
internal static class Peer
{
    public const string Name = "DuckDB 1.5.6";

    /// <summary>Installs it where that has not been done yet.</summary>
    public static void Install()
    {
        if (!Directory.Exists(Path.Combine(Repository.DuckDb, "node_modules"))) Child.Run("npm", Repository.DuckDb, ["ci", "--no-audit", "--no-fund"]);
    }

    /// <summary>Runs a file of statements; the output is what the last of them returns.</summary>
    public static (Cost Cost, string Output) Run(string statements, BenchmarkShop shop) =>
        Child.Run("node", Repository.EndToEnd, ["peer.mjs", statements, shop.VariablesFile]);
}
