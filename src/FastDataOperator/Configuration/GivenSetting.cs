namespace FastDataOperator.Configuration;

/// <summary>A setting that one source gives: one item, or for a list any number of them.</summary>
internal sealed record GivenSetting(Setting Setting, IReadOnlyList<GivenItem> Items)
{
    /// <summary>From one text of a flag or variable.</summary>
    public static GivenSetting Of(Setting setting, string origin, params IEnumerable<string> texts) => new(
        setting,
        [.. texts
            .SelectMany(text => setting.Kind is SettingKind.List ? text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) : [text])
            .Select(text => new GivenItem(text, origin))]);
}
