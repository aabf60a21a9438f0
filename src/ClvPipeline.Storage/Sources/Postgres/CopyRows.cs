using System.Buffers.Binary;

namespace ClvPipeline.Storage;

/// <summary>
/// Takes the stream of a <c>COPY … TO STDOUT (FORMAT BINARY)</c> apart into columns: a header, then for each row the number of its fields, and for each field its length and bytes.
/// Nothing is allocated for a row or a field; what a field has beyond the buffer is passed over.
/// </summary>
internal sealed class CopyRows(Stream stream, CopyColumn[] columns)
{
    private const int BufferSize = 1 << 17;

    private static ReadOnlySpan<byte> Signature => [(byte)'P', (byte)'G', (byte)'C', (byte)'O', (byte)'P', (byte)'Y', (byte)'\n', 0xFF, (byte)'\r', (byte)'\n', 0];

    private readonly byte[] _buffer = new byte[BufferSize];
    private int _at, _end;
    private bool _begun;

    /// <summary>Whether the last row was read.</summary>
    public bool Ended { get; private set; }

    /// <summary>Reads the next rows into the columns, at most so many, and returns how many there were: 0 at the end.</summary>
    public int Read(int most)
    {
        foreach (var column in columns) column.Begin();
        if (!_begun) Begin();
        var rows = 0;
        most = Math.Min(most, CopyColumn.Capacity);
        while (rows < most && !Ended)
        {
            Need(2);
            var fields = BinaryPrimitives.ReadInt16BigEndian(_buffer.AsSpan(_at));
            _at += 2;
            if (fields == -1) Finish();
            else if (fields != columns.Length) throw new InvalidDataException($"a row has {fields} fields where {columns.Length} were asked for");
            else ReadRow(rows++);
        }

        return rows;
    }

    private void ReadRow(int row)
    {
        foreach (var column in columns)
        {
            Need(4);
            var length = BinaryPrimitives.ReadInt32BigEndian(_buffer.AsSpan(_at));
            _at += 4;
            if (length < 0)
            {
                column.TakeNull(row);
                continue;
            }

            var kept = Math.Min(length, BufferSize);
            Need(kept);
            column.Take(row, _buffer.AsSpan(_at, kept));
            _at += kept;
            if (kept < length) Skip(length - kept);
        }
    }

    private void Begin()
    {
        _begun = true;
        Need(19);
        if (!_buffer.AsSpan(_at, 11).SequenceEqual(Signature)) throw new InvalidDataException("the server's answer is not a binary COPY");
        var extension = BinaryPrimitives.ReadInt32BigEndian(_buffer.AsSpan(_at + 15));
        _at += 19;
        Skip(extension);
    }

    // Behind the last row there is nothing but the server's word that the COPY is complete; without it the rows are not.
    private void Finish()
    {
        if (_at < _end || stream.Read(_buffer, 0, 1) != 0) throw new InvalidDataException("the COPY goes on behind its end");
        Ended = true;
    }

    private void Skip(int length)
    {
        while (length > 0)
        {
            if (_at == _end) Fill();
            var some = Math.Min(length, _end - _at);
            (_at, length) = (_at + some, length - some);
        }
    }

    private void Need(int length)
    {
        while (_end - _at < length) Fill();
    }

    private void Fill()
    {
        if (_at > 0)
        {
            _buffer.AsSpan(_at, _end - _at).CopyTo(_buffer);
            (_at, _end) = (0, _end - _at);
        }

        var read = stream.Read(_buffer, _end, _buffer.Length - _end);
        if (read == 0) throw new EndOfStreamException("the server's answer ends in the middle");
        _end += read;
    }
}
