using ClvPipeline.Parquet.Reading;

namespace ClvPipeline.Parquet.Encodings;

/// <summary>Reads the values of a page (those that are not null) in order, in the one of four readings that its column's type has.</summary>
internal abstract class PageValues : IDisposable
{
    /// <summary>Begins with the values of a page that holds no more than <paramref name="most"/> of them.</summary>
    public abstract void Start(Slice bytes, int most);

    public virtual void Read(Span<long> into) => throw Wrong("whole numbers");

    public virtual void Read(Span<double> into) => throw Wrong("reals");

    public virtual void Read(Span<Int128> into) => throw Wrong("128-bit numbers");

    /// <summary>Adds the next <paramref name="count"/> values to <paramref name="into"/>.</summary>
    public virtual void Read(int count, ByteBlock into) => throw Wrong("bytes");

    public virtual void Dispose() => GC.SuppressFinalize(this);

    private InvalidOperationException Wrong(string reading) => new($"{GetType().Name} has no reading as {reading}");
}
