using FastDataOperator.Configuration;
using FastDataOperator.Tests.Cli;

namespace FastDataOperator.Tests.Configuration;

public sealed class SettingsTableTests
{
    [Fact]
    public void Setting_GivenItsName_HasFlagVariableAndKey() => Assert.Equal(
        ("--health-probe-bind-address", "FASTDATA_HEALTH_PROBE_BIND_ADDRESS", "healthProbeBindAddress"),
        (OperatorSettings.HealthProbeBindAddress.Flag, OperatorSettings.HealthProbeBindAddress.Variable, OperatorSettings.HealthProbeBindAddress.Key));

    [Fact]
    public void Defaults_OfTheTable_AreValid()
    {
        foreach (var setting in OperatorSettings.All.Where(setting => setting.Default is not null))
        {
            Assert.Null(setting.FaultOf(setting.Default!));
        }
    }

    [Fact]
    public void Table_HasNoNameTwice() => Assert.Equal(OperatorSettings.All.Count, OperatorSettings.All.Select(setting => setting.Variable).Distinct().Count());

    [Fact]
    public void Operating_ShowsTheTableOfTheCode()
    {
        var page = Path.Combine(Story.Root, "docs", "operating.md");
        Assert.SkipUnless(File.Exists(page), "docs/operating.md is not written yet");

        Assert.Contains(SettingsTable.Markdown(), File.ReadAllText(page), StringComparison.Ordinal);
    }
}
