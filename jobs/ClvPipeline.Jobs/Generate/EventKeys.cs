namespace ClvPipeline.Jobs.Generate;

/// <summary>A touch in 64 bits, that sort by time and customer within a day: milliseconds of the UTC day (27), customer (27), channel (4), campaign (3), consent (1).</summary>
internal readonly record struct TouchKey(ulong Bits)
{
    public TouchKey(int millisecondOfDay, int customer, int channel, int campaign, bool consent)
        : this((ulong)(uint)millisecondOfDay << 37 | (ulong)(uint)customer << 10 | (uint)channel << 6 | (uint)campaign << 3 | (consent ? 1u : 0))
    {
    }

    public int MillisecondOfDay => (int)(Bits >> 37);
    public int Customer => (int)(Bits >> 10) & 0x7FFFFFF;
    public int Channel => (int)(Bits >> 6) & 15;

    /// <summary>0 is none, else the place in the channel's campaigns counted from 1.</summary>
    public int Campaign => (int)(Bits >> 3) & 7;
    public bool Consent => (Bits & 1) != 0;
}

/// <summary>The sortable half of an order: milliseconds of the UTC day (27), customer (27), number of the order within the customer (8), sales channel (2).</summary>
internal readonly record struct OrderKey(ulong Bits)
{
    /// <summary>No customer orders more often: 8 bits are kept for it.</summary>
    public const int MostOrders = 255;

    public OrderKey(int millisecondOfDay, int customer, int number, int salesChannel)
        : this((ulong)(uint)millisecondOfDay << 37 | (ulong)(uint)customer << 10 | (uint)number << 2 | (uint)salesChannel)
    {
    }

    public int MillisecondOfDay => (int)(Bits >> 37);
    public int Customer => (int)(Bits >> 10) & 0x7FFFFFF;
    public int Number => (int)(Bits >> 2) & 255;
    public int SalesChannel => (int)(Bits & 3);

    /// <summary>The order's id, alike for its refund: the customer's number and that of the order.</summary>
    public long OrderId => (Customer + 1L) * 1000 + Number;
}

/// <summary>The amounts of an order in cents, in 64 bits; <see cref="UnknownCogs"/> is null in the data.</summary>
internal readonly record struct OrderAmounts(ulong Bits)
{
    public const int UnknownCogs = int.MinValue;

    public OrderAmounts(int revenueCents, int cogsCents) : this((ulong)(uint)revenueCents << 32 | (uint)cogsCents)
    {
    }

    public int RevenueCents => (int)(Bits >> 32);
    public int CogsCents => (int)Bits;
}
