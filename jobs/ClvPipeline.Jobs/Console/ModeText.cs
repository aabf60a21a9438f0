namespace ClvPipeline.Jobs;

/// <summary>A mode in words.</summary>
internal static class ModeText
{
    /// <summary>Its name and window, such as <c>order (window of 30 days, restart)</c>.</summary>
    public static string Of(string mode, AttributionSettings settings)
    {
        var (chosen, path) = mode switch
        {
            "acquisition" => (settings.Acquisition, ""),
            "order" => (settings.Order, settings.Order?.Path == OrderPath.Overlap ? ", overlap" : ", restart"),
            _ => (settings.Lifetime, ""),
        };
        return $"{mode} ({(chosen?.WindowDays is { } window ? $"window of {window} days" : "unlimited window")}{path})";
    }
}
