; The installer. Built by installer/packer.py:
;   makensis -DVERSION= -DPAYLOAD_LIST= -DOUTFILE= -DROLLBACK_EXE= -DREOPEN_EXE= -DROOM_MB= -DPROGRAM_KB= -DWIZARD_BMP= [-DFAST] [-DSIGN=] batola.nsi
; Order: unpack beside -> check the configuration -> close a running desk -> swap -> configure -> self test -> register.
; Until the swap nothing that was there before has been touched; after it, every failure swaps back.
Target amd64-unicode
Unicode true
!ifdef FAST
  SetCompress off
!else
  SetCompressor /SOLID lzma
  SetCompressorDictSize 64
!endif
!include FileFunc.nsh
!include LogicLib.nsh
!include MUI2.nsh
!include nsDialogs.nsh
!include WinVer.nsh
!include WordFunc.nsh
!include x64.nsh
!include codes.nsh
!include common.nsh

Name "${APP} ${VERSION}"
OutFile "${OUTFILE}"
InstallDir "$PROGRAMFILES64\${APP}"
RequestExecutionLevel admin
ManifestDPIAware true
ManifestSupportedOS Win10
ShowInstDetails show
BrandingText "${MAKER}"
VIProductVersion "${VERSION}.0"
VIAddVersionKey "ProductName" "${APP}"
VIAddVersionKey "ProductVersion" "${VERSION}"
VIAddVersionKey "CompanyName" "${MAKER}"
VIAddVersionKey "FileDescription" "Pemasang ${APP}"
VIAddVersionKey "FileVersion" "${VERSION}"
VIAddVersionKey "LegalCopyright" "Apache-2.0"
!ifdef SIGN
  !finalize '${SIGN} "%1"' = 0
  !uninstfinalize '${SIGN} "%1"' = 0
!endif

Var Parameters
Var MachineFolder     ; configuration, log: below ProgramData
Var FormerVersion     ; of an upgrade
Var WasThere          ; the program's folder existed before us
Var IsSwapped         ; the new version has the old one's name, and nobody is sure of it yet
Var Asker             ; the version whose command asks a running desk to close
Var AutoStart
Var Firewall
Var DesktopIcon
Var MayClose
Var Letter
Var SipUser
Var SipRegistrar
Var SipPassword
Var Dsn
Var DsnPassword
Var Control

!define MUI_ICON "batola.ico"
!define MUI_UNICON "batola.ico"
!define MUI_WELCOMEFINISHPAGE_BITMAP "${WIZARD_BMP}"
!define MUI_UNWELCOMEFINISHPAGE_BITMAP "${WIZARD_BMP}"
!define MUI_WELCOMEPAGE_TEXT "$(P_WELCOME)"
!define MUI_ABORTWARNING
!define MUI_FINISHPAGE_NOAUTOCLOSE
!define MUI_UNFINISHPAGE_NOAUTOCLOSE
!insertmacro MUI_PAGE_WELCOME
!insertmacro MUI_PAGE_DIRECTORY
Page custom ShowAnswers TakeAnswers
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!include words.nsh

Function .onInit
  SetRegView 64
  SetShellVarContext all
  ${GetParameters} $Parameters
  ${OPTION} LOG $LogFile "$TEMP\${ID}-setup.log"
  Delete "$LogFile"
  ${LOG} "${APP} ${VERSION}"
  ${IfNot} ${RunningX64}
    ${END_WITH} ${CODE_NOT_WINDOWS_X64} $(W_X64)
  ${EndIf}
  ${IfNot} ${AtLeastWin10}
    ${END_WITH} ${CODE_WINDOWS_TOO_OLD} $(W_OLD)
  ${EndIf}
  UserInfo::GetAccountType
  Pop $0
  ${If} $0 != "Admin"
    ${END_WITH} ${CODE_NOT_ADMINISTRATOR} $(W_ADMIN)
  ${EndIf}
  System::Call 'kernel32::CreateMutex(p 0, i 0, t "${SETUP_MUTEX}") p ?e'
  Pop $0
  ${If} $0 = 183 ; ERROR_ALREADY_EXISTS
    ${END_WITH} ${CODE_FILES_IN_USE} $(W_TWICE)
  ${EndIf}
  ${OPTION} CLOSE $MayClose 0
  ${OPTION} AUTOSTART $AutoStart ""
  ${OPTION} FIREWALL $Firewall 1
  ${OPTION} DESKTOP $DesktopIcon 1
  ReadRegStr $MachineFolder HKLM "${MACHINE_KEY}" "MachineFolder"
  ${If} $MachineFolder == ""
    StrCpy $MachineFolder "$APPDATA\${ID}"
  ${EndIf}
  Call FindOlder
  ${IS_RUNNING}
  ${If} $0 = 1
  ${AndIf} $MayClose != 1
    ${END_WITH} ${CODE_DESK_RUNNING} $(W_RUNNING)
  ${EndIf}
FunctionEnd

; Where an older version is, and whether it is older.
Function FindOlder
  StrCpy $IsSwapped 0
  ReadRegStr $0 HKLM "${UNINSTALL_KEY}" "InstallLocation"
  ${If} $0 != ""
    StrCpy $INSTDIR $0
  ${EndIf}
  ReadRegStr $0 HKLM "${UNINSTALL_KEY}" "DisplayVersion"
  StrCpy $FormerVersion $0
  ${If} $0 != ""
    ${VersionCompare} "$0" "${VERSION}" $1
    ${If} $1 = 1
      ${END_WITH} ${CODE_NEWER_INSTALLED} $(W_NEWER)
    ${EndIf}
  ${EndIf}
FunctionEnd

; NSIS itself gives up: the disk is full in the middle of a file, or something in the setup file cannot be unpacked.
Function .onInstFailed
  ${If} $IsSwapped = 1
    Call ForgetMachine
    Call SwapBack
  ${Else}
    Call DropNew
  ${EndIf}
  ${LOG} "GAGAL (${CODE_CANNOT_WRITE}): $(W_FULL)"
  SetErrorLevel ${CODE_CANNOT_WRITE}
FunctionEnd

!include answers.nsh
!include steps.nsh

Section "Program"
  AddSize ${PROGRAM_KB} ; the files are unpacked by a function, which the page of the folder does not count
  SetRegView 64
  SetShellVarContext all
  Call HandOnAnswers
  Call RecoverFromBefore
  Call Unpack
  Call CheckConfiguration
  StrCpy $Asker "${NEW}"
  Call CloseRunning
  Call SwapIn
  Call Configure
  Call SelfTest
  Call RegisterWithWindows
  Call Finish
SectionEnd

!include remove.nsh
