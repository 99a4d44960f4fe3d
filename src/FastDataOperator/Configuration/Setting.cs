using System.Text;

namespace FastDataOperator.Configuration;

/// <summary>One setting of the operator. Flag, variable and key of the file all derive from its name.</summary>
/// <param name="Name">In lower case with dashes: <c>watch-namespaces</c>.</param>
/// <param name="Kind">How it is written.</param>
internal sealed record Setting(string Name, SettingKind Kind)
{
    /// <summary>Every variable begins with this.</summary>
    public const string VariablePrefix = "FASTDATA_";

    /// <summary>The value where nobody gives one, written as a flag would have it; <see langword="null"/> where there is none.</summary>
    public string? Default { get; init; }

    /// <summary>The default in words, where <see cref="Default"/> does not say it.</summary>
    public string? DefaultInWords { get; init; }

    /// <summary>What it does, as one or two sentences.</summary>
    public required string Description { get; init; }

    /// <summary>What stands for the value in help; <see langword="null"/> for a flag that needs none.</summary>
    public string? HelpName { get; init; }

    /// <summary>Judges one value (each item of a list) that has the form of <see cref="Kind"/>.</summary>
    public Func<string, SettingFault?> Check { get; init; } = static _ => null;

    /// <summary>Whether the file can give it: all but the file's own name.</summary>
    public bool IsInFile { get; init; } = true;

    /// <summary><c>--watch-namespaces</c>.</summary>
    public string Flag => $"--{Name}";

    /// <summary><c>FASTDATA_WATCH_NAMESPACES</c>.</summary>
    public string Variable => VariablePrefix + Name.Replace('-', '_').ToUpperInvariant();

    /// <summary><c>watchNamespaces</c>.</summary>
    public string Key
    {
        get
        {
            var key = new StringBuilder(Name.Length);
            for (var at = 0; at < Name.Length; at++)
            {
                if (Name[at] != '-')
                {
                    key.Append(at > 0 && Name[at - 1] == '-' ? char.ToUpperInvariant(Name[at]) : Name[at]);
                }
            }

            return key.ToString();
        }
    }

    /// <summary>Two settings are the same when their names are.</summary>
    public bool Equals(Setting? other) => other is not null && Name == other.Name;

    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Name);

    /// <summary>The fault of one value, its form first.</summary>
    public SettingFault? FaultOf(string value) => SettingRules.Form(Kind, value) ?? Check(value);
}
