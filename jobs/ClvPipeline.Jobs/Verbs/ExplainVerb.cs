namespace ClvPipeline.Jobs;

/// <summary><c>clv explain</c>: how one customer's numbers come about.</summary>
internal static class ExplainVerb
{
    public static Verb Create(CliHost host)
    {
        var customer = VerbOption.Text("--customer", "id", "The customer's id, as it stands in the inputs.");
        customer.Required = true;
        var mode = VerbOption.Text("--mode", "mode", "Only this mode: acquisition, order or lifetime.");
        var model = VerbOption.Text("--model", "name", "Only this model, by its name in the settings.");
        var source = new SettingsOptions();
        var asOf = VerbOption.Date("--as-of", "The last local day whose events count. Default: asOf in the settings, else yesterday.");
        var json = VerbOption.Flag("--json", "Print one JSON object instead.");
        return new Verb("explain", "Shows one customer's touchpoints, orders, value and shares, line by line.",
            ["clv explain --customer 4711 # every mode and model", "clv explain --customer 4711 --mode order --model linear --json # one of them, for a program"],
            [customer, mode, model, source.Config, source.Sets, asOf, json],
            parsed => Run(new ExplainRequest(parsed.GetValue(customer)!, parsed.GetValue(mode), parsed.GetValue(model), parsed.GetValue(asOf), parsed.GetValue(json)), source.Load(parsed, host), host));
    }

    /// <summary>Explains a customer.</summary>
    internal static int Run(ExplainRequest request, LoadedSettings settings, CliHost host) => throw new UsageException("'clv explain' is not wired yet");
}
