using FastDataOperator.Core.Findings;

namespace FastDataOperator.Core.Configuration;

/// <summary>What an import asks of <c>api-console-config.json</c>, or of the section <c>config</c> of a composite file: the project's
/// services (M4, V1) and its CRUD collections (K4).</summary>
public sealed class ConsoleConfiguration
{
    /// <summary>The file's name at the root of a project's repository.</summary>
    public const string FileName = "api-console-config.json";

    internal ConsoleConfiguration(string source, IReadOnlySet<string> services, IReadOnlySet<string> collections, bool hasSingleViewTriggerGenerator)
    {
        Source = source;
        Services = services;
        Collections = collections;
        HasSingleViewTriggerGenerator = hasSingleViewTriggerGenerator;
    }

    /// <summary>Where it was looked for, for messages.</summary>
    public string Source { get; }

    /// <summary>Whether it was looked for and is not there.</summary>
    public bool IsAbsent { get; private init; }

    /// <summary>Names of the project's services.</summary>
    public IReadOnlySet<string> Services { get; }

    /// <summary>Names of the project's CRUD collections.</summary>
    public IReadOnlySet<string> Collections { get; }

    /// <summary>Whether a service is a Single View Trigger Generator, by its component or by the last segment of its image (M4).</summary>
    public bool HasSingleViewTriggerGenerator { get; }

    /// <summary>Reads <c>api-console-config.json</c>.</summary>
    /// <returns>What it says, or what is wrong with the file and where (F3).</returns>
    public static ConsoleRead Read(ConfigurationFile file, ReadLimits? limits = null)
    {
        try
        {
            return new ConsoleRead.Success(ConsoleReader.ReadFile(file, limits ?? ReadLimits.Default));
        }
        catch (RefusalException refusal)
        {
            return new ConsoleRead.Refused(refusal.Finding);
        }
    }

    /// <summary>A project that is known to have no such file, and so no services and no collections.</summary>
    public static ConsoleConfiguration Absent(string source) => new(source, new HashSet<string>(), new HashSet<string>(), hasSingleViewTriggerGenerator: false) { IsAbsent = true };
}
