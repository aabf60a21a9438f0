namespace ClvPipeline;

/// <summary>What a customer, order or touch id is: alike in all datasets of a run.</summary>
internal enum KeyKind { Integer, Text, Uuid }

/// <summary>A customer's id as the engine groups by it.</summary>
internal interface IKey<TSelf> : IEquatable<TSelf> where TSelf : unmanaged
{
    /// <summary>Well spread over all 64 bits: the top bits choose the bucket, the low ones the slot within it.</summary>
    ulong Hash { get; }
}

/// <summary>A row that belongs to a customer.</summary>
internal interface IKeyed<TKey> where TKey : unmanaged
{
    TKey Key { get; }
}

/// <summary>An integer id.</summary>
internal readonly struct IntegerKey(long value) : IKey<IntegerKey>
{
    public long Value { get; } = value;

    public ulong Hash
    {
        get
        {
            // The finaliser of MurmurHash3: consecutive ids land in different buckets.
            var h = (ulong)Value;
            h = (h ^ (h >> 33)) * 0xff51afd7ed558ccd;
            h = (h ^ (h >> 33)) * 0xc4ceb9fe1a85ec53;
            return h ^ (h >> 33);
        }
    }

    public bool Equals(IntegerKey other) => Value == other.Value;

    public override bool Equals(object? obj) => obj is IntegerKey other && Equals(other);

    public override int GetHashCode() => (int)Hash;
}

/// <summary>A UUID itself, in a column of its own or of text, or the 128-bit hash of any other text id (two different ids share one with a chance of about n²/2¹²⁹).</summary>
internal readonly struct WideKey(ulong high, ulong low) : IKey<WideKey>
{
    public ulong High { get; } = high;

    public ulong Low { get; } = low;

    public ulong Hash => new IntegerKey((long)(High ^ (Low * 0x9e3779b97f4a7c15))).Hash;

    public bool Equals(WideKey other) => High == other.High && Low == other.Low;

    public override bool Equals(object? obj) => obj is WideKey other && Equals(other);

    public override int GetHashCode() => (int)Hash;
}
