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
    internal static int Run(ExplainRequest request, LoadedSettings settings, CliHost host)
    {
        var run = settings.Run;
        var modes = new[] { ("acquisition", run.Attribution.Acquisition), ("order", run.Attribution.Order), ("lifetime", run.Attribution.Lifetime) };
        string[] problems =
        [
            .. Unknown("--mode", request.Mode, "mode of these settings", modes.Where(mode => mode.Item2 is not null).Select(mode => mode.Item1)),
            .. Unknown("--model", request.Model, "model of these settings", run.Attribution.Models.Select(model => model.Name)),
        ];
        if (problems.Length > 0) throw new UsageException(problems);

        var asOf = AsOfDate.Of(request.AsOf ?? settings.AsOf, run.TimeZone, host.Clock.GetUtcNow());
        using var inputs = RunInputs.Open(settings, host.Cancellation);
        var customer = Watched.Do(host, progress => Pipeline.Explain(inputs.Inputs, run, asOf, request.Customer, new RunOptions(Environment.ProcessorCount), progress, host.Cancellation))
            ?? throw new BadInputException($"no row of these inputs names customer '{PrintedColumn.Plain(request.Customer)}'");
        customer = Narrowed(customer, request);
        if (request.Json) host.Out.WriteLine(JsonText.Of(ExplainJson.Of(customer, asOf, run)));
        else new ExplainPage(customer, asOf, run, host.Width).Write(host.Out);
        return ExitCode.Ok;
    }

    private static Explanation Narrowed(Explanation customer, ExplainRequest request) => customer with
    {
        Journeys = [.. customer.Journeys
            .Where(journey => request.Mode is null || journey.Mode == request.Mode)
            .Select(journey => request.Model is null ? journey : journey with { Credits = [.. journey.Credits.Where(credit => credit.Model == request.Model)] })],
    };

    private static IEnumerable<string> Unknown(string option, string? asked, string what, IEnumerable<string> known)
    {
        string[] names = [.. known];
        if (asked is null || names.Contains(asked)) yield break;
        var nearest = Spelling.Nearest(asked, names);
        yield return $"{option}: '{asked}' is not a {what}; {(nearest is null ? $"expected one of {string.Join(", ", names)}" : $"did you mean '{nearest}'?")}";
    }
}
