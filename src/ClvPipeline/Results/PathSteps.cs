using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ClvPipeline;

/// <summary>The steps of a path as one value of fixed size, so that paths are rows like any other: nothing points anywhere.</summary>
internal interface IPathSteps<TSelf> : IEquatable<TSelf> where TSelf : unmanaged
{
    /// <summary>Well spread over all 64 bits.</summary>
    ulong Hash { get; }

    /// <summary>Writes the channels of the steps, <see cref="Paths.More"/> for the end of a path that goes on, and returns how many there are.</summary>
    int CopyTo(Span<int> steps);

    /// <summary>The path of a journey, oldest touch first.</summary>
    static abstract TSelf Of(ReadOnlySpan<int> channels);
}

/// <summary>A byte a step: nearly every shop has fewer than 255 channels.</summary>
internal readonly struct NarrowSteps(ulong a, ulong b, ulong c) : IPathSteps<NarrowSteps>
{
    /// <summary>The largest number of channels.</summary>
    public const int MaxChannels = 254;

    private const byte MoreByte = 255;
    private readonly ulong _a = a, _b = b, _c = c;

    public ulong Hash => TextHash.Fold(TextHash.Fold(_a ^ 0x243f6a8885a308d3, _b ^ 0xe7037ed1a0b428db) ^ _c, 0x8ebc6af09c88c6e3);

    public bool Equals(NarrowSteps other) => _a == other._a && _b == other._b && _c == other._c;

    public override bool Equals(object? obj) => obj is NarrowSteps other && Equals(other);

    public override int GetHashCode() => (int)Hash;

    public int CopyTo(Span<int> steps)
    {
        ReadOnlySpan<ulong> words = [_a, _b, _c];
        var bytes = MemoryMarshal.AsBytes(words);
        var n = 0;
        for (; n <= Paths.MaxSteps && bytes[n] != 0; n++) steps[n] = bytes[n] == MoreByte ? Paths.More : bytes[n] - 1;
        return n;
    }

    [SkipLocalsInit]
    public static NarrowSteps Of(ReadOnlySpan<int> channels)
    {
        Span<ulong> words = stackalloc ulong[3];
        words.Clear();
        var bytes = MemoryMarshal.AsBytes(words);
        int n = 0, previous = -1;
        foreach (var channel in channels)
        {
            if (channel == previous) continue;
            previous = channel;
            if (n == Paths.MaxSteps) { bytes[n] = MoreByte; break; }
            bytes[n++] = (byte)(channel + 1);
        }

        return new NarrowSteps(words[0], words[1], words[2]);
    }
}

/// <summary>Four bytes a step, for shops with more channels than a byte can tell apart.</summary>
internal struct WideSteps : IPathSteps<WideSteps>
{
    private const int EndMark = int.MaxValue;
    private Steps _steps; // channel + 1; 0 behind the last

    [InlineArray(Paths.MaxSteps + 2)]
    private struct Steps
    {
        private int _first;
    }

    public readonly ulong Hash
    {
        get
        {
            var hash = 0x243f6a8885a308d3UL;
            foreach (var word in MemoryMarshal.Cast<int, ulong>(_steps)) hash = TextHash.Fold(hash ^ word, 0xe7037ed1a0b428db);
            return hash;
        }
    }

    public readonly bool Equals(WideSteps other) => ((ReadOnlySpan<int>)_steps).SequenceEqual(other._steps);

    public override readonly bool Equals(object? obj) => obj is WideSteps other && Equals(other);

    public override readonly int GetHashCode() => (int)Hash;

    public readonly int CopyTo(Span<int> steps)
    {
        var n = 0;
        for (; n <= Paths.MaxSteps && _steps[n] != 0; n++) steps[n] = _steps[n] == EndMark ? Paths.More : _steps[n] - 1;
        return n;
    }

    public static WideSteps Of(ReadOnlySpan<int> channels)
    {
        var path = new WideSteps();
        int n = 0, previous = -1;
        foreach (var channel in channels)
        {
            if (channel == previous) continue;
            previous = channel;
            if (n == Paths.MaxSteps) { path._steps[n] = EndMark; break; }
            path._steps[n++] = channel + 1;
        }

        return path;
    }
}
