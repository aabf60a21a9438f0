namespace ClvPipeline;

/// <summary>The models of purchases, in the order in which they win a tie.</summary>
internal enum PurchaseModelKind
{
    MbgNbd, ParetoNbd, BgNbd,
}
