namespace ClvPipeline.Jobs.Report;

/// <summary>The table <c>segment_value</c>: groups of customers by one thing or another, with what is measured of them.</summary>
internal sealed class SegmentFacts
{
    private readonly TableView _view;
    private readonly Func<int, string?> _dimensions, _segments, _parts;

    /// <summary>Reads it.</summary>
    public SegmentFacts(TableView view)
    {
        _view = view;
        (_dimensions, _segments, _parts) = (view.Texts("dimension"), view.Texts("segment"), view.Texts("part_of"));
        Dimensions = [.. Enumerable.Range(0, view.Rows).Select(row => _dimensions(row)!).Distinct()];
    }

    /// <summary>By what customers are grouped, in the order of the table.</summary>
    public IReadOnlyList<string> Dimensions { get; }

    /// <summary>The row of all customers; null if there is none.</summary>
    public int? Everybody => Rows("(all)") is [var row, ..] ? row : null;

    /// <summary>The rows of a dimension, those within a wider segment among them.</summary>
    public IReadOnlyList<int> Rows(string dimension) => [.. Enumerable.Range(0, _view.Rows).Where(row => _dimensions(row) == dimension)];

    /// <summary>The row of a segment; null if there is none.</summary>
    public int? Find(string dimension, string segment) => Rows(dimension).Cast<int?>().FirstOrDefault(row => _segments(row!.Value) == segment);

    /// <summary>The segment's name.</summary>
    public string Segment(int row) => _segments(row)!;

    /// <summary>The wider segment that it is part of; null for none.</summary>
    public string? PartOf(int row) => _parts(row);

    /// <summary>A count, or an amount in micro-units.</summary>
    public long? Whole(int row, string column) => _view.LongsOrNull(column)(row);

    /// <summary>A real number.</summary>
    public double? Real(int row, string column) => _view.RealsOrNull(column)(row);
}
