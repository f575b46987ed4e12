#!/bin/bash
git pull --quiet
