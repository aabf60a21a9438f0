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
    private T[] _values = [];      // by code plus one: what it means; first what a null means
    private byte[] _states = [];   // by code plus one: 0 if it was not met yet
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
    public void Read(Span<T> into, RowBlock block)
    {
        var done = 0;
        while (done < into.Length)
        {
            var n = cursor.ReadCodes(_codes.AsSpan(0, into.Length - done), out var values);
            if (n <= 0) throw new InvalidOperationException($"{Column}: the source ended early");
            if (cursor.Generation != _generation || _values.Length < values.Count + 1)
            {
                Begin(values.Count);
                // As good as a value a row: no dictionary, so all of them at once.
                if (values.Count == n) MapPlain(values, _values.AsSpan(1, n), _states.AsSpan(1, n));
            }

            if (!Known(_codes.AsSpan(0, n), into.Slice(done, n)))
            {
                for (var i = 0; i < n; i++) into[done + i] = Met(done + i, _codes[i], values, block);
            }

            done += n;
        }
    }

    // What rows mean where all their values are fine, which is not asked row by row: nulls come and go in no order that could be guessed.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool Known(ReadOnlySpan<int> codes, Span<T> target)
    {
        var states = _states;
        ref var known = ref MemoryMarshal.GetArrayDataReference(_values); // as many as there are states
        int all = Fine;
        for (var i = 0; i < codes.Length && i < target.Length; i++)
        {
            var at = codes[i] + 1;
            all &= states[at];
            target[i] = Unsafe.Add(ref known, at);
        }

        return all == Fine;
    }

    private void Begin(int values)
    {
        _generation = cursor.Generation;
        if (_values.Length < values + 1) (_values, _states, _problems) = (new T[values * 2 + 1], new byte[values * 2 + 1], new string?[values * 2 + 1]);
        else Array.Clear(_states, 0, values + 1);
        _values[0] = Null(out _problems[0]);
        _states[0] = _problems[0] is null ? Fine : Bad;
    }

    // A row whose value may be met for the first time, or be a bad one.
    private T Met(int row, int code, Utf8Values values, RowBlock block)
    {
        var at = code + 1;
        if (_states[at] == 0)
        {
            (_values[at], _problems[at]) = Map(values[code]);
            _states[at] = _problems[at] is null ? Fine : Bad;
        }

        if (_states[at] == Bad)
        {
            // What is fine may still have the problem of a value that had its code before.
            if (code < 0) block.Reject(row, Column, _problems[at]!, (string?)null);
            else block.Reject(row, Column, _problems[at]!, values[code]);
        }

        return _values[at];
    }
}
