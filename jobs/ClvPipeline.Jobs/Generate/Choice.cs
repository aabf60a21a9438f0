namespace ClvPipeline.Jobs.Generate;

/// <summary>Draws a place in a list in proportion to weights, by a table of 4096 slots: one look-up a draw, weights kept to 0.025 %.</summary>
internal sealed class Choice
{
    private const int Slots = 4096;
    private readonly byte[] _slots = new byte[Slots];

    public Choice(params IReadOnlyList<double> weights)
    {
        var total = weights.Sum();
        double upTo = 0;
        var from = 0;
        for (var i = 0; i < weights.Count; i++)
        {
            upTo += weights[i];
            var to = (int)Math.Round(upTo / total * Slots);
            _slots.AsSpan(from, to - from).Fill((byte)i);
            from = to;
        }
    }

    public int Pick(ref Chance chance) => _slots[chance.Bits() >> 52];
}
