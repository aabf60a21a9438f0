namespace ClvPipeline;

/// <summary>What a purchase model has to know of a customer (Fader, Hardie and Lee 2005): x, t_x and T, in any one unit of time.</summary>
/// <param name="Repeats">x: purchases after the first.</param>
/// <param name="AgeAtLastPurchase">t_x: from the first purchase to the last; 0 for x = 0.</param>
/// <param name="Age">T: from the first purchase to now.</param>
internal readonly record struct History(int Repeats, double AgeAtLastPurchase, double Age);
