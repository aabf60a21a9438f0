using ClvPipeline.Parquet.Format;

namespace ClvPipeline.Parquet.Writing;

/// <summary>Writes Thrift's compact protocol; fields in the order of their numbers.</summary>
internal sealed class ThriftWriter(ByteSink to)
{
    private readonly Stack<int> _outer = new();
    private int _last;

    public void I32(int id, int value)
    {
        Field(id, ThriftType.I32);
        ZigZag(value);
    }

    public void I64(int id, long value)
    {
        Field(id, ThriftType.I64);
        ZigZag(value);
    }

    public void I8(int id, int value)
    {
        Field(id, ThriftType.Byte);
        to.U8(value);
    }

    public void Bool(int id, bool value) => Field(id, value ? ThriftType.True : ThriftType.False);

    public void Bytes(int id, ReadOnlySpan<byte> value)
    {
        Field(id, ThriftType.Binary);
        Element(value);
    }

    public void Text(int id, string value) => Bytes(id, System.Text.Encoding.UTF8.GetBytes(value));

    public void List(int id, ThriftType of, int count)
    {
        Field(id, ThriftType.List);
        if (count < 15)
        {
            to.U8((count << 4) | (int)of);
            return;
        }
        to.U8(0xF0 | (int)of);
        to.Varint((ulong)count);
    }

    public void Element(int value) => ZigZag(value);

    public void Element(ReadOnlySpan<byte> value)
    {
        to.Varint((ulong)value.Length);
        to.Bytes(value);
    }

    /// <summary>Begins a structure as a field.</summary>
    public void Begin(int id)
    {
        Field(id, ThriftType.Struct);
        Begin();
    }

    /// <summary>Begins a structure as an element of a list.</summary>
    public void Begin()
    {
        _outer.Push(_last);
        _last = 0;
    }

    public void End()
    {
        to.U8(0);
        _last = _outer.Pop();
    }

    private void Field(int id, ThriftType type)
    {
        var step = id - _last;
        if (step is > 0 and < 16)
        {
            to.U8((step << 4) | (int)type);
        }
        else
        {
            to.U8((int)type);
            ZigZag(id);
        }
        _last = id;
    }

    private void ZigZag(long value) => to.Varint((ulong)((value << 1) ^ (value >> 63)));
}
