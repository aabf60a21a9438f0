using ClvPipeline.Parquet;

namespace ClvPipeline.Jobs.Generate;

/// <summary>A row of <c>touchpoints</c>; customer -1 and <see cref="RowGroup.Null"/> are null.</summary>
/// <param name="Customer">From 0.</param>
/// <param name="OccurredAt">Microseconds since 1970, UTC.</param>
/// <param name="Channel">Its code in the file's texts.</param>
/// <param name="Campaign">Its code, or -1.</param>
/// <param name="TouchId">The row's number in the log.</param>
/// <param name="Consent">Whether it may be used.</param>
internal readonly record struct TouchRow(int Customer, long OccurredAt, int Channel, int Campaign, long TouchId, bool Consent);

/// <summary>Writes one file of <c>touchpoints</c>, in order of time.</summary>
internal sealed class TouchpointPart
{
    private readonly Shop _shop;
    private readonly Part _part;
    private readonly CustomerIds _ids;
    private readonly TextValues _channels = new();
    private readonly TextValues _campaigns = new();
    private readonly int[][] _codes;
    private readonly int[] _customers, _channelCodes, _campaignCodes;
    private readonly long[] _times, _touchIds, _consents;
    private int _buffered;

    public TouchpointPart(Shop shop, Part part)
    {
        (_shop, _part, _ids) = (shop, part, new CustomerIds(shop));
        foreach (var channel in shop.Truth.Channels)
        {
            _channels.Code(channel.Name);
        }
        _codes = [.. shop.Truth.Channels.Select(channel => CampaignCodes(channel))];
        var size = Math.Min(RowGroup.Rows, part.Rows + TouchFlaws.Most);
        (_customers, _channelCodes, _campaignCodes) = (new int[size], new int[size], new int[size]);
        (_times, _touchIds, _consents) = (new long[size], new long[size], new long[size]);
    }

    public void Write(Stream stream, TouchFlaws flaws, IProgressSink? progress, CancellationToken cancellation)
    {
        var options = _shop.Options;
        List<WriteColumn> columns =
        [
            _ids.Column, new("occurred_at", WriteType.TimestampMicrosUtc, Optional: options.Flaws), new("channel", WriteType.Text),
            .. options.Campaigns ? [new WriteColumn("campaign", WriteType.Text, Optional: true)] : Array.Empty<WriteColumn>(),
            .. options.TouchIds ? [new WriteColumn("touch_id", WriteType.Int64)] : Array.Empty<WriteColumn>(),
            new("consent", WriteType.Boolean),
        ];
        using var writer = new ParquetWriter(stream, columns);
        var keys = new ulong[_part.MostRowsADay];
        var touchId = _part.RowsBefore;
        var row = 0L;
        TouchRow? sound = null;
        for (var day = _part.FromDay; day < _part.ToDay; day++)
        {
            cancellation.ThrowIfCancellationRequested();
            var touches = keys.AsSpan(0, _shop.TouchesPerDay[day]);
            _shop.TakeTouches(day, touches);
            foreach (var bits in touches)
            {
                var key = new TouchKey(bits);
                var time = _shop.Midnight(day) + key.MillisecondOfDay * 1000L;
                var touch = new TouchRow(key.Customer, time, key.Channel, _codes[key.Channel][key.Campaign], ++touchId, key.Consent);
                Add(writer, touch);
                sound = key.Consent ? touch : sound;
            }
            row += touches.Length;
            foreach (var flawed in flaws.On(day, sound, _part.FileName, ref row, _channels, _campaigns))
            {
                Add(writer, flawed);
            }
            progress?.Advance(touches.Length);
        }
        Flush(writer);
        writer.Close();
    }

    private int[] CampaignCodes(Channel channel) =>
        [-1, .. channel.Campaigns.Append(channel.NovemberCampaign).Select(campaign => _campaigns.Code(campaign))];

    private void Add(ParquetWriter writer, in TouchRow touch)
    {
        var i = _buffered++;
        (_customers[i], _times[i], _channelCodes[i]) = (touch.Customer, touch.OccurredAt, touch.Channel);
        (_campaignCodes[i], _touchIds[i], _consents[i]) = (touch.Campaign, touch.TouchId, touch.Consent ? 1 : 0);
        if (_buffered == _customers.Length)
        {
            Flush(writer);
        }
    }

    private void Flush(ParquetWriter writer)
    {
        if (_buffered == 0)
        {
            return;
        }
        var options = _shop.Options;
        writer.BeginRowGroup(_buffered);
        _ids.Write(writer, _customers.AsSpan(0, _buffered));
        if (options.Flaws)
        {
            writer.WriteOptional(_times.AsSpan(0, _buffered));
        }
        else
        {
            writer.Write(_times.AsSpan(0, _buffered));
        }
        _channels.Write(writer, _channelCodes.AsSpan(0, _buffered));
        if (options.Campaigns)
        {
            _campaigns.Write(writer, _campaignCodes.AsSpan(0, _buffered));
        }
        if (options.TouchIds)
        {
            writer.Write(_touchIds.AsSpan(0, _buffered));
        }
        writer.Write(_consents.AsSpan(0, _buffered));
        _buffered = 0;
    }
}
