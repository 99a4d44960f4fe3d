using System.Text;

namespace FastDataOperator.Configuration;

/// <summary>The settings as documentation shows them.</summary>
internal static class SettingsTable
{
    /// <summary>A Markdown table, each line ended by a line feed.</summary>
    public static string Markdown()
    {
        var table = new StringBuilder("| flag | variable | key in the file | default | meaning |\n|---|---|---|---|---|\n");
        foreach (var setting in OperatorSettings.All)
        {
            var flag = setting.HelpName is null ? setting.Flag : $"{setting.Flag} {setting.HelpName}";
            var key = setting.IsInFile ? $"`{setting.Key}`" : "";
            var standard = setting.Default is { } value ? $"`{value}`" : setting.DefaultInWords ?? "";
            table.Append('|').AppendJoin('|', $" `{flag}` ", $" `{setting.Variable}` ", $" {key} ", $" {standard} ", $" {setting.Description} ").Append("|\n");
        }

        return table.ToString();
    }
}
