namespace ClvPipeline.Jobs.Generate;

/// <summary>What a generated shop holds; row counts are of the files, flawed rows included.</summary>
/// <param name="Folder">Where it is.</param>
/// <param name="Customers">People with touchpoints.</param>
/// <param name="Buyers">Those of them with an order.</param>
/// <param name="Touchpoints">Rows of <c>touchpoints</c>.</param>
/// <param name="OrderRows">Rows of <c>orders</c>, refunds among them.</param>
/// <param name="Refunds">Rows of <c>orders</c> with negative revenue.</param>
/// <param name="Bytes">The size of all files together.</param>
public sealed record GenerateSummary(string Folder, long Customers, long Buyers, long Touchpoints, long OrderRows, long Refunds, long Bytes);
