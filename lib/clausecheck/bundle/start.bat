@echo off
rem Starts the workbench. A folder dropped on this file is the one whose projects may be chosen; else it is logs, beside.
rem Only ASCII here, so that cmd reads it right in every code page; what is said in Chinese stands in files\*.txt (UTF-16,
rem which "type" shows in every code page). Paths are relative to this folder, so none of its signs can break a line.
setlocal EnableExtensions DisableDelayedExpansion
title clausecheck
pushd "%~dp0"
if not exist files\prepare.bat goto packed
call files\prepare.bat || goto fault
set "root=logs"
if not "%~1"=="" set "root=%~1"
if not exist "%root%" mkdir "%root%"
type files\starting.txt
venv\Scripts\python.exe -c "from clausecheck.cli import main; main()" app "%root%" --open || goto fault
exit

:packed
echo Unpack the whole zip file first, then start this file in the unpacked folder.
powershell -NoProfile -Command "[regex]::Unescape('{packed}')"
pause
exit 1

:fault
type files\failed.txt
pause
exit 1
