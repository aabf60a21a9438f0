namespace ClvPipeline.Jobs.Report;

/// <summary>How far the expected part can be trusted: the fit, and how each model would have forecast what is known by now.</summary>
internal sealed class FitFigures(Sheet sheet)
{
    private readonly ReportText _words = sheet.Words;
    private readonly NumberText _numbers = sheet.Numbers;

    /// <summary>Writes it.</summary>
    public void Write()
    {
        if (sheet.Run.IsRefused || sheet.Tables.Find("model_fit") is not { } fit) sheet.Missing("model_fit");
        else if (fit.Rows == 0 && sheet.Run.ClvModel == "none") sheet.Empty("fit.none");
        else if (fit.Rows == 0) sheet.Missing("model_fit");
        else
        {
            Fit(fit);
            if (sheet.Tables.Find("backtest") is { Rows: > 0 } backtest) Backtest(backtest);
            else sheet.Empty("backtest.none", new Name(sheet.Run.ClvModel));
        }
    }

    private void Fit(TableView view)
    {
        var (segments, models, roles, parameters, statuses, reasons) = (view.Texts("segment"), view.Texts("model"), view.Texts("role"), view.Texts("parameter"), view.Texts("status"), view.Texts("reason"));
        var (values, errors, likelihoods) = (view.RealsOrNull("value"), view.RealsOrNull("std_error"), view.RealsOrNull("log_likelihood"));
        foreach (var fit in Enumerable.Range(0, view.Rows).GroupBy(row => (Model: models(row)!, Role: roles(row)!, Status: statuses(row)!)))
        {
            var own = fit.Key.Status == "shrunk" ? fit.Select(row => segments(row)!).Distinct().ToList() : [];
            var key = _words.Find($"fit.{fit.Key.Status}") is null ? "fit.other" : $"fit.{fit.Key.Status}";
            sheet.Note(key, new Name(fit.Key.Model), Part.Words(_words.Find($"role.{fit.Key.Role}") ?? fit.Key.Role), own.Count > 0 ? new Name(string.Join(", ", own)) : Part.Words(fit.Key.Status));
        }

        sheet.Folded(_words["fit.table"], () => sheet.Table("fit", _words["fit.table"], [sheet.Word("col.segment"), sheet.Word("col.model"), sheet.Word("col.parameter"), sheet.Word("col.value"), sheet.Word("col.error"), sheet.Word("col.likelihood"), sheet.Word("col.status"), sheet.Word("col.why")],
            [.. Enumerable.Range(0, view.Rows).Select(row => new Cell[] { Cell.Words(segments(row)!), Cell.Words(models(row)!), Cell.Words(parameters(row)!), Real(values(row), 4), Real(errors(row), 4), Real(likelihoods(row), 1), Cell.English(statuses(row)!), Cell.English(reasons(row)!) })]));
    }

    private void Backtest(TableView view)
    {
        var models = view.Texts("model");
        var (chosen, customers, actual) = (view.Longs("chosen"), view.Longs("customers"), view.Longs("actual_purchases"));
        var (expected, bias, mae, coverage) = (view.RealsOrNull("expected_purchases"), view.RealsOrNull("bias"), view.RealsOrNull("mean_absolute_error"), view.RealsOrNull("coverage"));
        var (rmse, gini, score) = (view.RealsOrNull("root_mean_squared_error"), view.RealsOrNull("normalised_gini"), view.RealsOrNull("log_score"));
        var rows = Enumerable.Range(0, view.Rows).OrderByDescending(row => chosen[row]).ThenBy(row => models(row) == "naive").ThenBy(row => models(row), StringComparer.Ordinal).ToList();
        int best = rows[0], naive = rows.Find(row => models(row) == "naive");
        if (chosen[best] == 1)
            sheet.Lead("backtest.lead", new Name(models(best)!), _numbers.Real(expected(best)!.Value, 0), _numbers.Count(actual[best]), Change(bias(best)), _numbers.Real(expected(naive)!.Value, 0), Change(bias(naive)));
        if (chosen[best] == 1 && coverage(best) is { } within) sheet.Note("backtest.coverage", _numbers.Percent(within));
        sheet.Figures(() =>
        {
            var caption = _words["backtest.caption"];
            List<Bar> bars = [.. rows.Select(row => new Bar(Model(row), expected(row)!.Value, $"{_numbers.Real(expected(row)!.Value, 0)} ({Change(bias(row))})") { Series = models(row) == "naive" ? 5 : 1, Quiet = false })];
            sheet.Figure(caption, _words["backtest.note"],
                () => BarChart.Write(sheet.Html, bars, new Axis(_words["axis.purchases"], _numbers.Short) { Marks = [(actual[best], _words.Of("backtest.actual", _numbers.Count(actual[best])))] }, _words.Of("alt.bars", caption, ChannelSection.Told(bars))),
                () => sheet.Table("backtest", caption, [sheet.Word("col.model"), sheet.Word("col.customers"), sheet.Word("col.forecast"), sheet.Word("col.actual"), sheet.Word("col.bias"), sheet.Word("col.mae"), sheet.Word("col.rmse"), sheet.Word("col.gini"), sheet.Word("col.coverage"), sheet.Word("col.score")],
                    [.. rows.Select(row => new Cell[] { Cell.Words(models(row)!), _numbers.Count(customers[row]), _numbers.Real(expected(row)!.Value, 1), _numbers.Count(actual[row]), Change(bias(row)), Real(mae(row), 3), Real(rmse(row), 3), Real(gini(row), 3), coverage(row) is { } share ? _numbers.Percent(share) : null, Real(score(row), 1) })]));
            if (sheet.Tables.Find("backtest_calibration") is { Rows: > 0 } tenths) Calibration(tenths, [.. rows.Select(row => models(row)!)], [.. rows.Select(Model)]);
        });

        Name Model(int row) => new(models(row) == "naive" ? _words["backtest.naive"] : models(row)!);
        string Change(double? share) => share is { } some ? _numbers.Change(some) : "–";
    }

    // By tenths of the customers: one that ranks well and is right on average may still forecast too much of the best.
    private void Calibration(TableView view, string[] models, Name[] names)
    {
        var (caption, model, decile, expected, actual) = (_words["calibration.caption"], view.Texts("model"), view.Longs("decile"), view.RealsOrNull("expected_purchases"), view.RealsOrNull("actual_purchases"));
        var rows = Enumerable.Range(0, view.Rows).OrderBy(row => Array.IndexOf(models, model(row))).ThenBy(row => decile[row]).ToList();
        sheet.Figure(caption, _words["calibration.note"],
            () => CalibrationChart.Write(sheet.Html, names, [.. rows.Select(row => (Array.IndexOf(models, model(row)), expected(row)!.Value, actual(row)!.Value, $"{model(row)}, {decile[row]}/10: {_numbers.Real(expected(row)!.Value, 3)} → {_numbers.Real(actual(row)!.Value, 3)}"))],
                new Axis(_words["axis.actual"], value => _numbers.Real(value, 1)), new Axis(_words["axis.forecast"], value => _numbers.Real(value, 1)), _words.Of("alt.calibration", caption)),
            () => sheet.Table("calibration", caption, [sheet.Word("col.model"), sheet.Word("col.decile"), sheet.Word("col.forecast.each"), sheet.Word("col.actual.each")],
                [.. rows.Select(row => new Cell[] { Cell.Words(model(row)!), _numbers.Count(decile[row]), _numbers.Real(expected(row)!.Value, 3), _numbers.Real(actual(row)!.Value, 3) })]));
    }

    private Cell Real(double? number, int digits) => number is { } real ? _numbers.Real(real, digits) : null;
}
