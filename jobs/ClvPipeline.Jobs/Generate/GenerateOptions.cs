namespace ClvPipeline.Jobs.Generate;

/// <summary>How the shop writes its customer ids.</summary>
public enum CustomerIdKind
{
    /// <summary>INT64, numbered from 1 in order of arrival.</summary>
    Integer,
    /// <summary>The 36 lower-case characters of a UUID, as text.</summary>
    Text,
    /// <summary>Parquet's 16-byte UUID.</summary>
    Uuid,
}

/// <summary>What shop to make, and where. The same options make the same bytes, whatever <see cref="Threads"/> says.</summary>
public sealed record GenerateOptions
{
    /// <summary>The most customers a touch's 64-bit key has room for, in round numbers.</summary>
    public const int MostCustomers = 100_000_000;

    /// <summary>Fewer customers than this, and the fixed number of flawed rows would pass the reject limit of 1 %.</summary>
    public const int FewestCustomersWithFlaws = 1_500;

    /// <summary>The number of people with at least one touchpoint; some 60 % of them buy.</summary>
    public required int Customers { get; init; }

    /// <summary>The folder to fill; it must be missing or empty.</summary>
    public required string OutFolder { get; init; }

    /// <summary>Another seed, another shop with the same true parameters.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>The type of <c>customer_id</c> in every dataset.</summary>
    public CustomerIdKind IdKind { get; init; } = CustomerIdKind.Integer;

    /// <summary>Whether touchpoints have a <c>touch_id</c>; without one nothing is a repeat.</summary>
    public bool TouchIds { get; init; } = true;

    /// <summary>Whether touchpoints and spend have a <c>campaign</c>.</summary>
    public bool Campaigns { get; init; } = true;

    /// <summary>The as-of date: the last local day that has events.</summary>
    public DateOnly EndDate { get; init; } = new(2026, 6, 30);

    /// <summary>How many years of history there are; the shop opens with the first day of them.</summary>
    public int Years { get; init; } = 2;

    /// <summary>Whether a few rows are wrong on purpose; each of them is listed in <c>flaws.json</c>.</summary>
    public bool Flaws { get; init; }

    /// <summary>How many threads simulate and write; null is one per processor.</summary>
    public int? Threads { get; init; }

    /// <summary>The first local day of the history.</summary>
    public DateOnly FirstDate => EndDate.AddYears(-Years).AddDays(1);

    /// <summary>Everything that is wrong with these options, a sentence each.</summary>
    public IEnumerable<string> Problems()
    {
        if (Customers is < 1 or > MostCustomers)
        {
            yield return $"customers is {Customers}: expected 1 to {MostCustomers:N0}";
        }
        else if (Flaws && Customers < FewestCustomersWithFlaws)
        {
            yield return $"customers is {Customers}: with flaws at least {FewestCustomersWithFlaws:N0} are needed, or more than 1 % of the rows would be bad";
        }
        if (string.IsNullOrWhiteSpace(OutFolder))
        {
            yield return "out is empty: expected a folder that is missing or empty";
        }
        if (Years is < 1 or > 10)
        {
            yield return $"years is {Years}: expected 1 to 10";
        }
        if (EndDate.Year is < 1985 or > 2150)
        {
            yield return $"end date is {EndDate:yyyy-MM-dd}: expected a year from 1985 to 2150";
        }
        if (Threads is < 1)
        {
            yield return $"threads is {Threads}: expected at least 1";
        }
    }
}
