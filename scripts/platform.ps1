# Runs the platform command; builds it first if necessary.
$command = Join-Path $PSScriptRoot '../artifacts/bin/Cli/release/platform.exe'
if (-not (Test-Path $command)) { & (Join-Path $PSScriptRoot 'setup.ps1') }
& $command @args
exit $LASTEXITCODE
