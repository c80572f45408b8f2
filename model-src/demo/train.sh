#!/usr/bin/env bash
# Makes demo/model again: draws the images, trains tiny on them and exports it. Give the training environment's Python:
#   demo/train.sh "$(node scripts/venv.mjs train)" [FOLDER]
set -euo pipefail

python=${1:?the training environment\'s Python is missing: demo/train.sh PYTHON [FOLDER]}
source_folder=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
model_folder=$(mkdir -p "${2:-$source_folder/demo/model}" && cd "${2:-$source_folder/demo/model}" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cd "$source_folder"
"$python" demo/generate_images.py "$work/images"
"$python" train.py --data-dir "$work/images" --model-dir "$work/model" --checkpoint-dir "$work/state" --output-data-dir "$work/reports" \
  --backbone tiny --image-size 64 --epochs "${EPOCHS:-40}" --batch-size 64 --learning-rate 0.004 --weight-decay 0.01 --label-smoothing 0.05 \
  --seed 1 --threads 1 --export onnx
# The handler's copy is not needed in a clone: the handler is beside it.
rm -f "$model_folder/model-int8.onnx"
cp "$work"/model/{*.onnx,model.pth,labels.json,preprocessing.json} "$model_folder/"
# Paths of this run's temporary folder say nothing to a reader of the card.
sed "s#$work/##" "$work/model/model-card.json" >"$model_folder/model-card.json"
