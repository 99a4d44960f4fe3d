using System.Globalization;
using FastDataOperator.Manifests;

namespace FastDataOperator.Configuration;

/// <summary>What each setting is once its sources are weighed: the first that gives it decides, then its default. Every value that is given is
/// judged, one that another source goes before as well. A faulty value is as good as absent.</summary>
internal sealed class SettingValues
{
    private readonly Dictionary<Setting, GivenSetting> _decided = [];
    private readonly HashSet<Setting> _faulty = [];

    /// <param name="given">In the order of precedence.</param>
    /// <param name="problems">Gets the faults of single values.</param>
    public SettingValues(IEnumerable<GivenSetting> given, SettingProblems problems)
    {
        foreach (var setting in given)
        {
            var isFirst = _decided.TryAdd(setting.Setting, setting);
            foreach (var item in setting.Items)
            {
                if (setting.Setting.FaultOf(item.Text) is { } fault)
                {
                    problems.Add(item, fault);
                    if (isFirst)
                    {
                        _faulty.Add(setting.Setting);
                    }
                }
            }
        }
    }

    /// <summary>As it was written, to speak of it in a message; the default has its flag for an origin.</summary>
    public GivenItem? Item(Setting setting) =>
        _decided.TryGetValue(setting, out var given) ? given.Items is [var first, ..] ? first : null
        : setting.Default is { } standard ? new GivenItem(standard, setting.Flag) : null;

    public string? Text(Setting setting) => _faulty.Contains(setting) ? null : Item(setting)?.Text;

    public int? Number(Setting setting) => Text(setting) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : null;

    public bool? Flag(Setting setting) => Text(setting) is { } text ? bool.Parse(text) : null;

    public TimeSpan? Duration(Setting setting) => Text(setting) is { } text && GoDuration.TryParse(text, out var duration) ? duration : null;

    /// <summary>Without repetitions, in the order given.</summary>
    public IReadOnlyList<string> Texts(Setting setting) =>
        !_faulty.Contains(setting) && _decided.TryGetValue(setting, out var given) ? [.. given.Items.Select(item => item.Text).Distinct(StringComparer.Ordinal)] : [];

    public BindAddress? Address(Setting setting) => Text(setting) is { } text && BindAddress.TryParse(text, out var address) ? address : null;
}
