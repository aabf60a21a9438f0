namespace ClvPipeline;

/// <summary>Large pinned blocks of memory that all row stores of a run share: what one has spilled or has no more use for, another fills again.</summary>
internal sealed class SlabPool
{
    public const int SlabBytes = 1 << 18;

    private readonly Stack<byte[]> _free = [];
    private readonly Lock _lock = new();

    public byte[] Rent()
    {
        lock (_lock)
        {
            if (_free.TryPop(out var slab)) return slab;
        }

        return GC.AllocateUninitializedArray<byte>(SlabBytes, pinned: true);
    }

    public void Return(IEnumerable<byte[]> slabs)
    {
        lock (_lock)
        {
            foreach (var slab in slabs) _free.Push(slab);
        }
    }
}
