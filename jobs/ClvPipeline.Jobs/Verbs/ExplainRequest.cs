namespace ClvPipeline.Jobs;

/// <summary>Which customer to explain, and how much of them.</summary>
/// <param name="Customer">The id as text.</param>
/// <param name="Mode">Only this mode, or null for all.</param>
/// <param name="Model">Only this model, or null for all.</param>
/// <param name="AsOf">The as-of date asked for, or null for the settings'.</param>
/// <param name="Json">Whether a program reads it.</param>
internal sealed record ExplainRequest(string Customer, string? Mode, string? Model, DateOnly? AsOf, bool Json);
