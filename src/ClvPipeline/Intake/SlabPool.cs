namespace ClvPipeline;

/// <summary>Large pinned blocks of memory that the row stores of one thread share: what one has spilled, another fills again.</summary>
internal sealed class SlabPool
{
    public const int SlabBytes = 1 << 20;

    private readonly Stack<byte[]> _free = [];

    public byte[] Rent() => _free.TryPop(out var slab) ? slab : GC.AllocateUninitializedArray<byte>(SlabBytes, pinned: true);

    public void Return(byte[] slab) => _free.Push(slab);
}
