using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ClvPipeline;

/// <summary>
/// Turns a text column into numbers, one a row: each distinct value of a dictionary is worked out once, values without a dictionary one by one.
/// </summary>
internal abstract class TextColumn<T>(ColumnCursor cursor) where T : struct
{
    /// <summary>A value that may be used as it was mapped.</summary>
    protected const byte Fine = 1;

    private const byte Bad = 2;

    private readonly int[] _codes = new int[RowBlock.Capacity];
    private T[] _values = [];      // by code: what it means
    private byte[] _states = [];   // by code: 0 if it was not met yet
    private string?[] _problems = [];
    private int _generation = -1;

    /// <summary>The column's name, for rejects.</summary>
    public abstract string Column { get; }

    /// <summary>What a value means, or why it is bad.</summary>
    protected abstract (T Value, string? Problem) Map(ReadOnlySpan<byte> text);

    /// <summary>What values mean that are fine at first sight, each of which stands in a row; those are marked as <see cref="Fine"/>, and others left for <see cref="Map"/>.</summary>
    protected virtual void MapPlain(Utf8Values texts, Span<T> values, Span<byte> states) { }

    /// <summary>What a null means; <paramref name="problem"/> set if it may not be null.</summary>
    protected abstract T Null(out string? problem);

    /// <summary>Reads as many rows as <paramref name="into"/> has.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Read(Span<T> into, RowBlock block)
    {
        var done = 0;
        while (done < into.Length)
        {
            var n = cursor.ReadCodes(_codes.AsSpan(0, into.Length - done), out var values);
            if (n <= 0) throw new InvalidOperationException($"{Column}: the source ended early");
            if (cursor.Generation != _generation || _values.Length < values.Count)
            {
                Begin(values.Count);
                // As good as a value a row: no dictionary, so all of them at once.
                if (values.Count == n) MapPlain(values, _values.AsSpan(0, n), _states.AsSpan(0, n));
            }

            var codes = _codes.AsSpan(0, n);
            var target = into.Slice(done, n);
            var states = _states;
            ref var known = ref MemoryMarshal.GetArrayDataReference(_values); // as many as there are states
            for (var i = 0; i < codes.Length; i++)
            {
                var code = codes[i];
                if ((uint)code < (uint)states.Length && states[code] == Fine) target[i] = Unsafe.Add(ref known, code);
                else target[i] = code < 0 ? Missing(done + i, block) : Met(done + i, code, values[code], block);
            }

            done += n;
        }
    }

    private void Begin(int values)
    {
        _generation = cursor.Generation;
        if (_values.Length < values) (_values, _states, _problems) = (new T[values * 2], new byte[values * 2], new string?[values * 2]);
        else Array.Clear(_states, 0, values);
    }

    private T Missing(int row, RowBlock block)
    {
        var value = Null(out var problem);
        if (problem is not null) block.Reject(row, Column, problem, (string?)null);
        return value;
    }

    // A value that is met for the first time, or a bad one.
    private T Met(int row, int code, ReadOnlySpan<byte> text, RowBlock block)
    {
        if (_states[code] == 0)
        {
            (_values[code], _problems[code]) = Map(text);
            _states[code] = _problems[code] is null ? Fine : Bad;
        }

        if (_problems[code] is { } problem) block.Reject(row, Column, problem, text);
        return _values[code];
    }
}
