# Sets up what is missing and starts everything; options are those of 'platform up'.
Set-Location $PSScriptRoot
& ./scripts/setup.ps1
& ./scripts/platform.ps1 up @args
exit $LASTEXITCODE
