@echo off
rem Audits what is dropped on it. Explorer puts no quotes around C:\a&b.xlsx, so cmd would cut it at the "&": the command line
rem as Explorer wrote it is handed to Python by a variable, and "exit" ends cmd before it runs what stands after the "&".
setlocal EnableExtensions EnableDelayedExpansion
set "CLAUSECHECK_DROPPED=!cmdcmdline!"
setlocal DisableDelayedExpansion
title clausecheck
pushd "%~dp0"
if not exist files\prepare.bat goto packed
call files\prepare.bat || goto fault
venv\Scripts\python.exe -m clausecheck.cli.dropped %* || goto fault
start "" out
pause
exit

:packed
echo Unpack the whole zip file first, then drop the logs on this file in the unpacked folder.
powershell -NoProfile -Command "[regex]::Unescape('{packed}')"
pause
exit 1

:fault
type files\failed.txt
pause
exit 1
