using System.Text.Json;
using FastDataOperator.Core.Exports;
using FastDataOperator.Core.Findings;
using FastDataOperator.Core.Provenance;
using FastDataOperator.Core.Resources;

namespace FastDataOperator.Core.Configuration;

/// <summary>A project's Fast Data configuration: its file's bytes and where each resource lies in them. Values are read when asked for.</summary>
public sealed class ProjectConfiguration
{
    private readonly Lazy<ConsoleConfiguration?> _console;

    private ProjectConfiguration(ConfigurationFile file, ConfigurationFormat format, ConfigurationLayout layout, MemberTable? composite, bool converted)
    {
        File = file;
        Format = format;
        Layout = layout;
        IsConverted = converted;
        Style = FileStyle.Of(file.Bytes, composite is not null && layout.Root.Members.Count == 0 ? composite : layout.Root);
        Version = format == ConfigurationFormat.Export ? ExportMetadata.ConfigurationVersionOf(file, layout.Metadata!.Value)
            : layout.Version is { } version ? RequireText(version) : null;
        UpdatedAt = layout.UpdatedAt is { } updated && Text(updated) is { } text && DateTimeOffset.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.AssumeUniversal, out var time) ? time : null;
        ExportOrigin = format == ConfigurationFormat.Export ? ExportMetadata.Read(file, layout.Metadata!.Value) : null;
        _console = new(() => composite is null ? null : ReadConsole(composite));
    }

    /// <summary>The file names under which a project configuration stands at a repository's root, the usual one first.</summary>
    public static IReadOnlyList<string> FileNames { get; } = ["fastdata-config.json", "fast-data-config.json"];

    /// <summary>The file as it was read; for YAML, as JSON.</summary>
    public ConfigurationFile File { get; }

    public ConfigurationFormat Format { get; }

    /// <summary>The configuration's version, such as <c>2.2.0</c>, or <see langword="null"/> where it names none.</summary>
    public string? Version { get; }

    /// <summary>When the Console last saved it, or <see langword="null"/> where it does not say so.</summary>
    public DateTimeOffset? UpdatedAt { get; }

    /// <summary>Where an export file's content came from (E2); <see langword="null"/> for a live configuration.</summary>
    public SourceOrigin? ExportOrigin { get; }

    /// <summary>The section <c>config</c> of a composite file; <see langword="null"/> where the file is no composite or has none.</summary>
    /// <exception cref="RefusalException">Caught inside Core; see <see cref="ReadConsole()"/>.</exception>
    internal ConsoleConfiguration? Console => _console.Value;

    /// <summary>Whether the bytes were converted from YAML, so that no edit can be written back.</summary>
    public bool IsConverted { get; }

    /// <summary>Every resource, in the file's order within each kind. Default cast functions are none (C1).</summary>
    public IEnumerable<ResourceId> Resources => this.AllEntries().Select(entry => entry.Id);

    internal ConfigurationLayout Layout { get; }

    /// <summary>Read off the object that holds the sections or, where that is empty, off the composite file around it.</summary>
    internal FileStyle Style { get; }

    /// <summary>Reads a project configuration, a composite file (YAML by its name's ending) or an export file.</summary>
    /// <returns>The configuration, or what is wrong with the file and where (F3).</returns>
    public static ConfigurationRead Read(ConfigurationFile file, ReadLimits? limits = null)
    {
        try
        {
            return new ConfigurationRead.Success(ReadOrThrow(file, limits ?? ReadLimits.Default));
        }
        catch (RefusalException refusal)
        {
            return new ConfigurationRead.Refused(refusal.Finding);
        }
    }

    /// <summary>The console configuration that a composite file holds beside this one.</summary>
    /// <returns><see langword="null"/> where the file is no composite or has no section <c>config</c>.</returns>
    public ConsoleRead? ReadConsole()
    {
        try
        {
            return Console is null ? null : new ConsoleRead.Success(Console);
        }
        catch (RefusalException refusal)
        {
            return new ConsoleRead.Refused(refusal.Finding);
        }
    }

    private static ProjectConfiguration ReadOrThrow(ConfigurationFile file, ReadLimits limits)
    {
        var start = EncodingCheck.TextStart(file, limits);
        var isYaml = file.Name.EndsWith(".yaml", StringComparison.OrdinalIgnoreCase) || file.Name.EndsWith(".yml", StringComparison.OrdinalIgnoreCase);
        if (isYaml)
        {
            file = YamlConversion.ToJson(file, limits);
            start = 0;
        }

        var layout = ConfigurationReader.Read(file, start, limits.MaxDepth, out var composite);
        var format = composite is not null ? ConfigurationFormat.Composite
            : ExportMetadata.IsPresent(file, layout.Metadata) ? ConfigurationFormat.Export
            : ConfigurationFormat.Project;
        RequireContent(file, layout, composite);
        var configuration = new ProjectConfiguration(file, format, layout, composite, isYaml);
        ConfigurationVersion.Require(configuration);
        return configuration;
    }

    private static void RequireContent(ConfigurationFile file, ConfigurationLayout layout, MemberTable? composite)
    {
        if (layout.HasSections || composite is not null || layout.Root.Members.Count == 0
            || (layout.Version is not null && layout.Root.Find("name"u8) < 0 && layout.Root.Find("services"u8) < 0))
        {
            return;
        }

        var isComposite = layout.Root.Find("config"u8) >= 0;
        throw new RefusalException(new Finding
        {
            Reason = Reason.NotAConfiguration, Rule = "F3", Location = TextPosition.Of(file, layout.Root.Start),
            Message = isComposite
                ? "the file has \"config\" but no \"fastDataConfig\""
                : "the file is no Fast Data configuration: it has none of \"systems\", \"castFunctions\", \"singleViews\", \"erSchemas\"",
            Remedy = isComposite
                ? "save the project once with Fast Data in the Console, or add an empty \"fastDataConfig\": {}"
                : $"name {string.Join(" or ", FileNames)}, a composite file or an export file",
        });
    }

    private ConsoleConfiguration? ReadConsole(MemberTable composite)
    {
        var config = composite.Find("config"u8);
        return config < 0 ? null : ConsoleReader.ReadSection(File, composite.Members[config], $"\"config\" of {File.Name}");
    }

    private string RequireText((int Start, int End) range) => Text(range) ?? throw new RefusalException(new Finding
    {
        Reason = File.Bytes.Span[range.Start] == (byte)'"' ? Reason.InvalidEncoding : Reason.UnexpectedShape, Rule = "F3", Location = TextPosition.Of(File, range.Start),
        Message = "the configuration's version is not a text", Remedy = "restore the file from the last version that the Console saved",
    });

    /// <returns><see langword="null"/> for what is no string, or no text.</returns>
    private string? Text((int Start, int End) range)
    {
        var json = new Utf8JsonReader(File.Bytes.Span[range.Start..range.End], new JsonReaderOptions { MaxDepth = 1000 });
        json.Read();
        return json.TokenType == JsonTokenType.String && JsonText.IsText(json) ? json.GetString() : null;
    }
}
