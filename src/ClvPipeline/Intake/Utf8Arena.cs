using System.Buffers.Binary;

namespace ClvPipeline;

/// <summary>Text ids, end to end in large blocks; a reference is one 64-bit number. Each thread writes blocks of its own; reading begins when writing has ended.</summary>
internal sealed class Utf8Arena
{
    private const int BlockBits = 20;
    private readonly Lock _lock = new();
    private byte[][] _blocks = [];

    /// <summary>The bytes behind a reference.</summary>
    public ReadOnlySpan<byte> this[long reference]
    {
        get
        {
            var block = _blocks[reference >> BlockBits];
            var at = (int)(reference & ((1 << BlockBits) - 1));
            return block.AsSpan(at + 2, BinaryPrimitives.ReadUInt16LittleEndian(block.AsSpan(at)));
        }
    }

    private (byte[] Block, long Start) NewBlock()
    {
        lock (_lock)
        {
            var block = GC.AllocateUninitializedArray<byte>(1 << BlockBits);
            _blocks = [.. _blocks, block];
            return (block, (long)(_blocks.Length - 1) << BlockBits);
        }
    }

    /// <summary>One thread's pen.</summary>
    public sealed class Writer(Utf8Arena arena)
    {
        private byte[] _block = [];
        private long _start;
        private int _used;

        /// <summary>Keeps a copy of the bytes (at most 65,535) and returns its reference.</summary>
        public long Add(ReadOnlySpan<byte> text)
        {
            if (_used + text.Length + 2 > _block.Length) ((_block, _start), _used) = (arena.NewBlock(), 0);
            BinaryPrimitives.WriteUInt16LittleEndian(_block.AsSpan(_used), (ushort)text.Length);
            text.CopyTo(_block.AsSpan(_used + 2));
            var reference = _start | (uint)_used;
            _used += text.Length + 2;
            return reference;
        }
    }
}
