using ClvPipeline.Parquet;

namespace ClvPipeline.Jobs.Generate;

/// <summary>Writes <c>customers.parquet</c>: everybody by number, with segment and country.</summary>
internal static class CustomerFile
{
    public const string Name = "customers.parquet";

    public static void Write(Shop shop, Stream stream, FlawList flaws, IProgressSink? progress, CancellationToken cancellation)
    {
        var ids = new CustomerIds(shop);
        var (segments, countries) = (new TextValues(), new TextValues());
        foreach (var segment in shop.Truth.Segments)
        {
            segments.Code(segment.Name);
        }
        foreach (var country in shop.Truth.Countries)
        {
            countries.Code(country.Name);
        }
        var rows = new List<(int Customer, int Segment)>();
        using var writer = new ParquetWriter(stream, [ids.Column, new("segment", WriteType.Text), new("country", WriteType.Text)]);
        for (var from = 0; from < shop.Options.Customers; from += RowGroup.Rows)
        {
            cancellation.ThrowIfCancellationRequested();
            rows.Clear();
            for (var customer = from; customer < Math.Min(shop.Options.Customers, from + RowGroup.Rows); customer++)
            {
                rows.Add((customer, shop.People.Segment(customer)));
                if (shop.Options.Flaws && from == 0)
                {
                    Spoil(shop, rows, flaws);
                }
            }
            writer.BeginRowGroup(rows.Count);
            ids.Write(writer, rows.Select(row => row.Customer).ToArray());
            segments.Write(writer, rows.Select(row => row.Segment).ToArray());
            countries.Write(writer, rows.Select(row => shop.People.Country(row.Customer)).ToArray());
            progress?.Advance(rows.Count);
        }
        writer.Close();
    }

    /// <summary>Leaves some out, who then have the segment (unknown), and repeats some with another segment: the smallest counts.</summary>
    private static void Spoil(Shop shop, List<(int Customer, int Segment)> rows, FlawList flaws)
    {
        var (customer, segment) = rows[^1];
        if (customer is >= 100 and < 1100 && customer % 100 == 11)
        {
            rows.RemoveAt(rows.Count - 1);
            flaws.Add(new Flaw("customers", Name, 0, $"customer number {customer + 1} is not there", "customer_id", "used"));
        }
        else if (customer is >= 100 and < 500 && customer % 100 == 57)
        {
            rows.Add((customer, (segment + 1) % shop.Truth.Segments.Count));
            flaws.Add(new Flaw("customers", Name, rows.Count, "the same customer in another segment", "segment", "repeated"));
        }
    }
}
