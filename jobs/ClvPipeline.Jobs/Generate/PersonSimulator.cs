namespace ClvPipeline.Jobs.Generate;

/// <summary>Lives one person at a time: touches until the first order or the loss of interest, then repeat orders, the touches before them, and idle ones.</summary>
internal sealed class PersonSimulator(int customers, TrueParameters truth, People people, ShopCalendar calendar, EventLog log)
{
    private const int MostTouchesInOneGo = 60;
    private const long Minute = 60_000;
    private readonly Touching _touching = new(truth, calendar);

    public void Live(int customer)
    {
        var chance = people.Events(customer);
        var consent = new Consent(chance.Chances(truth.RefusesConsent), truth.TouchWithoutConsent);
        var (ordered, first, last) = Acquire(customer, consent, ref chance);
        if (ordered >= calendar.Clock.End)
        {
            return;
        }
        log.Buyers++;
        var factor = truth.Channels[first].SpendFactor * truth.Segments[people.Segment(customer)].SpendFactor;
        var buying = new Buying(truth, calendar, log, customer, factor, ref chance);
        buying.Order(ordered, last, ref chance);
        Repeat(customer, ordered, consent, ref buying, ref chance);
        Idle(customer, ordered, consent, ref chance);
    }

    /// <summary>The journey to the first order, which never comes (time: the end) for who is not interested, gives up, or is too late.</summary>
    private (long Ordered, int First, int Last) Acquire(int customer, Consent consent, ref Chance chance)
    {
        // People are numbered in order of arrival: the n-th of N comes when n/N of the busy time has passed.
        var day = (int)calendar.DaysAt((customer + chance.Uniform()) / customers * calendar.Clock.Days);
        var first = _touching.Channel(0, ref chance);
        var interested = chance.Chances(truth.Channels[first].Interested);
        var time = calendar.TimeOn(Math.Min(day, calendar.Clock.Days - 1), first == ShopChannels.Store, ref chance);
        var channel = first;
        for (var place = 1; place <= MostTouchesInOneGo && time < calendar.Clock.End; place++)
        {
            Touch(time, customer, channel, consent, ref chance, first: place == 1);
            if (interested && chance.Chances(truth.Channels[channel].ConversionPerTouch))
            {
                return (time + Minute + (long)(truth.MinutesToOrder * Minute * chance.Exponential()), first, channel);
            }
            if (chance.Chances(interested ? truth.LeaveInterested : truth.LeaveOthers))
            {
                break;
            }
            channel = _touching.Channel(place, ref chance);
            time = calendar.After(time, truth.JourneyGapDays * chance.Exponential(), channel == ShopChannels.Store, ref chance);
        }
        return (calendar.Clock.End, first, channel);
    }

    /// <summary>Pareto/NBD: a Poisson process in busy days, until the lifetime (in calendar days) or the history ends.</summary>
    private void Repeat(int customer, long firstOrder, Consent consent, ref Buying buying, ref Chance chance)
    {
        var daysBetween = truth.Alpha / chance.Gamma(truth.R);
        var death = (double)firstOrder / ShopClock.Day + chance.Exponential() * truth.Beta / chance.Gamma(truth.S);
        var busy = calendar.Busy(firstOrder);
        var previous = firstOrder;
        while (!buying.Full)
        {
            // The process keeps its own exact clock; the hour of the day that is shown does not feed back.
            busy += daysBetween * chance.Exponential();
            var day = calendar.DaysAt(busy);
            if (day >= calendar.Clock.Days || day > death)
            {
                return;
            }
            var time = calendar.TimeOn((int)day, store: false, ref chance);
            time = time > previous ? time : previous + Minute + (long)(90 * Minute * chance.Exponential());
            if (time >= calendar.Clock.End)
            {
                return;
            }
            buying.Order(time, Before(customer, previous, time, consent, ref chance), ref chance);
            previous = time;
        }
    }

    /// <summary>The touches that led to a repeat order; returns the channel of the last one, or -1 where there is none.</summary>
    private int Before(int customer, long previous, long ordered, Consent consent, ref Chance chance)
    {
        var (last, channelOfLast) = (long.MinValue, -1);
        var more = truth.TouchesPerRepeatOrder / (1 + truth.TouchesPerRepeatOrder);
        for (var i = 0; i < MostTouchesInOneGo && chance.Chances(more); i++)
        {
            var channel = _touching.LoyalChannel(ref chance);
            var time = ordered - Minute - (long)(truth.RepeatTouchDays * ShopClock.Day * chance.Exponential());
            if (time > previous)
            {
                var atGoodHour = calendar.TimeOn((int)(time / ShopClock.Day), channel == ShopChannels.Store, ref chance);
                time = atGoodHour > previous && atGoodHour < ordered ? atGoodHour : time;
            }
            else
            {
                time = previous + 1 + (long)(chance.Uniform() * (ordered - previous - 1));
            }
            Touch(time, customer, channel, consent, ref chance);
            (last, channelOfLast) = time > last ? (time, channel) : (last, channelOfLast);
        }
        return channelOfLast;
    }

    private void Idle(int customer, long firstOrder, Consent consent, ref Chance chance)
    {
        var end = Math.Min(calendar.Clock.End, firstOrder + (long)(truth.IdleLifeDays * ShopClock.Day * chance.Exponential()));
        var time = firstOrder;
        while (true)
        {
            var channel = _touching.LoyalChannel(ref chance);
            time = calendar.After(time, truth.IdleGapDays * chance.Exponential(), channel == ShopChannels.Store, ref chance);
            if (time >= end)
            {
                return;
            }
            Touch(time, customer, channel, consent, ref chance);
        }
    }

    private void Touch(long time, int customer, int channel, Consent consent, ref Chance chance, bool first = false) =>
        log.Touch(time, customer, channel, _touching.Campaign(channel, time, first, ref chance), consent.Given(ref chance));

    /// <summary>Some refuse for good, others now and then.</summary>
    private readonly record struct Consent(bool Refused, double RefusedPerTouch)
    {
        public bool Given(ref Chance chance) => !Refused && !chance.Chances(RefusedPerTouch);
    }
}
